const { TestEnvironment } = require('jest-environment-node');

/**
 * onnxruntime's binding makes its arrays outside Jest's sandbox and refuses those from inside: both sides get the same classes here.
 */
module.exports = class extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { Float32Array, BigInt64Array, Uint8Array, ArrayBuffer });
  }
};
