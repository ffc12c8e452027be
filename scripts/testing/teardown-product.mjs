import { stopProduct } from './product.mjs';

/** Jest's global teardown of the end-to-end stories. */
export default stopProduct;
