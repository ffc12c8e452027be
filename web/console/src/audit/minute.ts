import { exact } from '../../../shared/format';

/** `11-20 10:12`, for lists that give the whole moment on hovering. */
export const minute = (at: string): string => exact(at).slice(5, 16);
