// Writes the few ONNX messages that the face networks need; field numbers are those of onnx.proto3. No protobuf package: the export
// runs at set-up, before anything but Node can be relied on.

function varint(number) {
  const out = [];
  for (let rest = BigInt.asUintN(64, BigInt(number)); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...out, Number(rest)]);
    out.push(Number(rest & 127n) | 128);
  }
}

const int = (field, number) => Buffer.concat([varint(field << 3), varint(number)]);

function bytes(field, data) {
  const content = Buffer.from(data);
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content]);
}

const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

function float(field, number) {
  const content = Buffer.alloc(4);
  content.writeFloatLE(number);
  return Buffer.concat([varint((field << 3) | 5), content]);
}

function attribute(name, value) {
  if (Array.isArray(value)) return message(5, bytes(1, name), ...value.map((item) => int(8, item)), int(20, 7)); // INTS
  if (typeof value === 'string') return message(5, bytes(1, name), bytes(4, value), int(20, 3)); // STRING
  if (Number.isInteger(value)) return message(5, bytes(1, name), int(3, value), int(20, 2)); // INT
  return message(5, bytes(1, name), float(2, value), int(20, 1)); // FLOAT
}

/** A dimension is a number or the name of a free one. */
function valueInfo(field, name, dims) {
  const shape = dims.map((dim) => message(1, typeof dim === 'string' ? bytes(2, dim) : int(1, dim)));
  return message(field, bytes(1, name), message(2, message(1, int(1, 1), message(2, ...shape))));
}

/** Collects nodes and constants; both methods return the name of the tensor they produce. The graph's input is called `input`. */
export class Graph {
  nodes = [];
  constants = [];
  count = 0;

  op(type, inputs, attributes = {}, output = `${type.toLowerCase()}_${this.count++}`) {
    const names = [...inputs.map((input) => bytes(1, input)), bytes(2, output), bytes(3, output), bytes(4, type)];
    this.nodes.push(message(1, ...names, ...Object.entries(attributes).map(([name, value]) => attribute(name, value))));
    return output;
  }

  /** `data` is a Float32Array, or a BigInt64Array for shapes and paddings. */
  constant(dims, data) {
    const name = `const_${this.count++}`;
    const elementType = data instanceof BigInt64Array ? 7 : 1;
    const raw = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    this.constants.push(
      message(5, ...dims.map((dim) => int(1, dim)), int(2, elementType), bytes(8, name), bytes(9, raw)),
    );
    return name;
  }

  /** The whole model, IR version 8, opset 13. */
  encode(name, inputDims, outputName, outputDims) {
    const input = valueInfo(11, 'input', inputDims);
    const output = valueInfo(12, outputName, outputDims);
    const graph = message(7, ...this.nodes, bytes(2, name), ...this.constants, input, output);
    return Buffer.concat([int(1, 8), bytes(2, 'cardflow'), graph, message(8, bytes(1, ''), int(2, 13))]);
  }
}
