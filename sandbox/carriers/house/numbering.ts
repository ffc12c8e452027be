/** Odd and no multiple of five: multiplying by it walks through all eight-digit endings without coming back. */
const STEP = 61_803_399;
const ENDINGS = 100_000_000;

/**
 * The n-th number a carrier ever delivers; the endings look scattered and never repeat.
 * None begins with 192, because the demo's people have that: stock is never somebody's phone.
 */
export function msisdn(prefix: string, seed: number, index: number): string {
  const ending = (index * STEP + (seed % 9_973) * 10_007) % ENDINGS;
  return `${prefix}${String(ending).padStart(8, '0')}`;
}

/** The n-th SIM of a carrier: 20 digits, the last one Luhn. */
export function iccid(prefix: string, index: number): string {
  const body = `${prefix}${String(26_000_000_000 + index).padStart(13, '0')}`;
  return `${body}${String(luhnDigit(body))}`;
}

function luhnDigit(body: string): number {
  let sum = 0;
  for (let place = 1; place <= body.length; place += 1) {
    const value = Number(body.charAt(body.length - place)) * (place % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return (10 - (sum % 10)) % 10;
}
