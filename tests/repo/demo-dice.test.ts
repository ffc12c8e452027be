import { dice } from '../../scripts/demo/dice';

const throws = (seed: number, story = 'a story') => {
  const thrown = dice(seed, story);
  const values = [
    thrown.below('below', 1_000_000),
    thrown.between('between', 5, 500_000),
    thrown.pick('pick', ['a', 'b', 'c', 'd', 'e']),
    thrown.shuffled('shuffled', [1, 2, 3, 4, 5, 6, 7, 8]),
  ];
  return { values, drawn: thrown.drawn };
};

describe('the dice of the demo', () => {
  it('draw the same again with one seed, and something else with another or in another story', () => {
    const once = throws(4_242);

    expect(throws(4_242)).toEqual(once);
    expect(throws(4_243).values).not.toEqual(once.values);
    expect(throws(4_242, 'another story').values).not.toEqual(once.values);
  });

  it('keep every draw under its name, also where one is drawn again', () => {
    const thrown = dice(1, 'a story');

    const first = thrown.below('city', 1_000_000);
    const second = thrown.below('city', 1_000_000);

    expect(thrown.drawn).toEqual({ city: first, 'city 2': second });
    expect(first).not.toBe(second);
    const { values, drawn } = throws(7);
    expect(Object.values(drawn)).toEqual(values);
  });
});
