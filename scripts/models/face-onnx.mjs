// Exports the networks of @vladmandic/face-api (MIT) that the product uses to ONNX, from the weights inside the installed package:
// a quarter of the CPU of the package itself at equal output (tests/identity/face-vectors.test.ts). No network, byte-for-byte reproducible.
//
// All take RGB 0..255 as float32 NCHW; the mean subtraction is part of the graph.
//   face_detector.onnx     input [N,3,S,S], S a multiple of 32  ->  grid [N,25,S/32,S/32]  (5 anchors x (tx,ty,tw,th,score))
//   face_landmarks.onnx    input [N,3,112,112]                  ->  points [N,136]         (x,y in the square input, 0..1)
//   face_descriptor.onnx   input [N,3,150,150]                  ->  descriptor [N,128]
import path from 'node:path';
import { readWeights } from './face-weights.mjs';
import { assertHash, isIntact, writeWhole } from './files.mjs';
import { Graph } from './onnx-graph.mjs';

const NETWORKS = [
  {
    file: 'face_detector.onnx',
    sha256: '275e36239f7d6dae31232c705f57f2170bc6f2ab33f92b14c31d45d4826cb609',
    build: tinyFaceDetector,
  },
  {
    file: 'face_landmarks.onnx',
    sha256: 'c2f478a90262f1f1bf8b6f312e7dfb251aff75e5d7f559a89f42e3e9384e9430',
    build: faceLandmark68,
  },
  {
    file: 'face_descriptor.onnx',
    sha256: '78e4352a3bade869da76f6317476343a2ebcced9b804de3947cd9fd11b05ccae',
    build: faceRecognition,
  },
];

/** Makes the three networks stand in `modelsDir`. Needs node_modules, takes under a second. */
export async function fetchFaceOnnx({ modelsDir, log }) {
  const missing = NETWORKS.filter(({ file, sha256 }) => !isIntact(path.join(modelsDir, file), sha256));
  if (missing.length > 0) log('exporting the face networks');
  for (const { file, sha256, build } of missing) {
    const model = build();
    assertHash(file, model, sha256);
    writeWhole(path.join(modelsDir, file), model);
  }
}

/** (rgb - mean) / 255 */
function normalise(graph, mean) {
  const centred = graph.op('Sub', ['input', graph.constant([1, 3, 1, 1], Float32Array.from(mean))]);
  return graph.op('Div', [centred, graph.constant([1], Float32Array.of(255))]);
}

/** TensorFlow filters are [height, width, in, out], ONNX wants [out, in, height, width]; `gain` scales each output channel. */
function convolution(graph, x, filters, bias, { stride = 1, pads = [0, 0, 0, 0], gain } = {}) {
  const [height, width, inputs, outputs] = filters.shape;
  const data = new Float32Array(filters.data.length);
  let from = 0;
  for (let position = 0; position < height * width; position++)
    for (let input = 0; input < inputs; input++)
      for (let output = 0; output < outputs; output++, from++)
        data[(output * inputs + input) * height * width + position] = filters.data[from] * (gain ? gain[output] : 1);
  const weights = graph.constant([outputs, inputs, height, width], data);
  const attributes = { kernel_shape: [height, width], strides: [stride, stride], pads };
  return graph.op('Conv', [x, weights, graph.constant([bias.length], bias)], attributes);
}

/** Depthwise 3x3, then pointwise 1x1 with bias (tf.separableConv2d). */
function separableConvolution(graph, x, weight, prefix, { stride = 1, pads }) {
  const { shape, data } = weight(`${prefix}/depthwise_filter`);
  const [height, width, channels] = shape;
  const size = height * width;
  const filters = new Float32Array(data.length);
  for (let position = 0; position < size; position++)
    for (let channel = 0; channel < channels; channel++)
      filters[channel * size + position] = data[position * channels + channel];
  const attributes = { group: channels, kernel_shape: [height, width], strides: [stride, stride], pads };
  const depth = graph.op('Conv', [x, graph.constant([channels, 1, height, width], filters)], attributes);
  return convolution(graph, depth, weight(`${prefix}/pointwise_filter`), weight(`${prefix}/bias`).data);
}

/** Tiny YOLO v2 with separable convolutions, leaky ReLU 0.1, max pooling "same". */
function tinyFaceDetector() {
  const weight = readWeights('tiny_face_detector');
  const graph = new Graph();
  const leaky = (x) => graph.op('LeakyRelu', [x], { alpha: 0.10000000149011612 });
  const pool = (x, stride) =>
    graph.op('MaxPool', [x], { kernel_shape: [2, 2], strides: [stride, stride], auto_pad: 'SAME_UPPER' });
  let x = normalise(graph, [117.001, 114.697, 97.404]);
  x = pool(leaky(convolution(graph, x, weight('conv0/filters'), weight('conv0/bias').data)), 2);
  for (let n = 1; n <= 5; n++)
    x = pool(leaky(separableConvolution(graph, x, weight, `conv${n}`, { pads: [1, 1, 1, 1] })), n < 5 ? 2 : 1);
  x = convolution(graph, x, weight('conv8/filters'), weight('conv8/bias').data);
  graph.op('Identity', [x], {}, 'grid');
  return graph.encode('tiny_face_detector', ['N', 3, 'S', 'S'], 'grid', ['N', 25, 'G', 'G']);
}

/** The full landmark net: four dense blocks of four convolutions, average pooling, one fully connected layer. */
function faceLandmark68() {
  const weight = readWeights('face_landmark_68');
  const graph = new Graph();
  const relu = (x) => graph.op('Relu', [x]);
  const down = { stride: 2, pads: [0, 0, 1, 1] }; // TensorFlow's "same" on even sizes pads right and bottom only.
  const same = { pads: [1, 1, 1, 1] };
  let x = normalise(graph, [122.782, 117.001, 104.298]);
  for (let block = 0; block < 4; block++) {
    const prefix = `dense${block}`;
    const first =
      block === 0
        ? convolution(graph, x, weight(`${prefix}/conv0/filters`), weight(`${prefix}/conv0/bias`).data, down)
        : separableConvolution(graph, x, weight, `${prefix}/conv0`, down);
    x = relu(first);
    for (let n = 1, sum = x; n < 4; n++) {
      sum = graph.op('Add', [sum, separableConvolution(graph, x, weight, `${prefix}/conv${n}`, same)]);
      x = relu(sum);
    }
  }
  const flat = graph.op('Flatten', [graph.op('GlobalAveragePool', [x])], { axis: 1 });
  const fullyConnected = weight('fc/weights');
  const bias = graph.constant([136], weight('fc/bias').data);
  graph.op('Gemm', [flat, graph.constant(fullyConnected.shape, fullyConnected.data), bias], {}, 'points');
  return graph.encode('face_landmark_68', ['N', 3, 112, 112], 'points', ['N', 136]);
}

const RESIDUAL_BLOCKS = [
  ...['conv32_1', 'conv32_2', 'conv32_3'],
  ...['conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ...['conv128_down', 'conv128_1', 'conv128_2'],
  ...['conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
];

/** dlib's ResNet; the scale layer after each convolution is folded into it. */
function faceRecognition() {
  const weight = readWeights('face_recognition');
  const graph = new Graph();
  const relu = (x) => graph.op('Relu', [x]);
  const pad = (x, pads) => graph.op('Pad', [x, graph.constant([8], BigInt64Array.from(pads.map(BigInt)))]);

  // Size and channels are tracked because dlib pads whichever branch is smaller.
  const layer = (x, prefix, { stride = 1, padding = 1 } = {}) => {
    const filters = weight(`${prefix}/conv/filters`);
    const gain = weight(`${prefix}/scale/weights`).data;
    const shift = weight(`${prefix}/scale/biases`).data;
    const bias = weight(`${prefix}/conv/bias`).data.map((value, index) => value * gain[index] + shift[index]);
    const name = convolution(graph, x.name, filters, bias, { stride, pads: Array(4).fill(padding), gain });
    return {
      name,
      size: Math.floor((x.size + 2 * padding - filters.shape[0]) / stride) + 1,
      channels: filters.shape[3],
    };
  };
  const residual = (x, prefix) => {
    const first = layer(x, `${prefix}/conv1`);
    const second = layer({ ...first, name: relu(first.name) }, `${prefix}/conv2`);
    return { ...second, name: relu(graph.op('Add', [second.name, x.name])) };
  };
  const residualDown = (x, prefix) => {
    const first = layer(x, `${prefix}/conv1`, { stride: 2, padding: 0 });
    const second = layer({ ...first, name: relu(first.name) }, `${prefix}/conv2`);
    let main = second.name;
    let pooled = graph.op('AveragePool', [x.name], { kernel_shape: [2, 2], strides: [2, 2] });
    const size = Math.floor(x.size / 2);
    if (size !== second.size) main = pad(main, [0, 0, 0, 0, 0, 0, size - second.size, size - second.size]);
    if (x.channels !== second.channels) pooled = pad(pooled, [0, 0, 0, 0, 0, second.channels - x.channels, 0, 0]);
    return { name: relu(graph.op('Add', [pooled, main])), size, channels: second.channels };
  };

  const input = { name: normalise(graph, [122.782, 117.001, 104.298]), size: 150, channels: 3 };
  const start = layer(input, 'conv32_down', { stride: 2, padding: 0 });
  const halved = graph.op('MaxPool', [relu(start.name)], { kernel_shape: [3, 3], strides: [2, 2] });
  let x = { ...start, name: halved, size: Math.floor((start.size - 3) / 2) + 1 };
  for (const block of RESIDUAL_BLOCKS) x = block.includes('_down') ? residualDown(x, block) : residual(x, block);
  const flat = graph.op('Flatten', [graph.op('GlobalAveragePool', [x.name])], { axis: 1 });
  const fullyConnected = weight('fc');
  graph.op('MatMul', [flat, graph.constant(fullyConnected.shape, fullyConnected.data)], {}, 'descriptor');
  return graph.encode('face_recognition', ['N', 3, 150, 150], 'descriptor', ['N', 128]);
}
