// Whole products and browsers take their time on a busy machine; what hangs is still given up.
jest.setTimeout(180_000);
