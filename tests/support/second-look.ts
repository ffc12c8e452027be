/**
 * A page is looked at a second time before it counts as broken: a picture caught between two frames is no defect of the
 * product. What failed first is printed all the same, so that a test that needs the second look is seen and mended.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
