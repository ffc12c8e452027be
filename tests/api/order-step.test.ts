import { orderView } from '../../api/views/order.view';
import { order } from './fakes';

const NOW = '2026-03-02T02:00:00.000Z';

describe('why an order does not move', () => {
  it('is the wait, where one is open', () => {
    const view = orderView(order, NOW);

    expect(view.wait?.sentence.zh).toContain('等什么');
    expect(view.step).toBeNull();
  });

  it.each([
    ['accepted', '系统开始办理'],
    ['checking', '系统识别核验证件'],
    ['opening', '系统向运营商提交'],
    ['awaiting-number', '系统办理下一步'],
  ] as const)('is the step of ours, where %s waits for nobody', (status, what) => {
    const { step } = orderView({ ...order, status, wait: null }, NOW);

    expect(step).toMatchObject({ what: { zh: what }, since: order.updatedAt });
    expect(step?.sentence.zh).toMatch(/^等什么：.+ · 谁：系统 · 自：\d\d-\d\d \d\d:\d\d$/);
    expect(step?.sentence.en).toMatch(/^Waiting for the system /);
  });

  it('is nothing once it has ended', () => {
    const { step } = orderView({ ...order, wait: null, stage: 'active', status: 'ended', endedAt: NOW }, NOW);

    expect(step).toBeNull();
  });
});
