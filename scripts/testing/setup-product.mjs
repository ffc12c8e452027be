import { provideProduct } from './product.mjs';

/** Jest's global set-up of the end-to-end stories, which meet the product as `npm start` runs it. */
export default provideProduct;
