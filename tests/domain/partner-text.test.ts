import { partnerText } from '../../domain/partner-text';

describe('a partner’s free text', () => {
  it.each([
    ['客户欧阳测试员甲手机19211458667国政通校验不通过', '客户‹…›手机‹…›国政通校验不通过'],
    ['姓名：买买提·吐尔逊，身份证 110101 19900307 321X 与公安不符', '姓名：‹…›，身份证 ‹…› 与公安不符'],
    ['收件人李四电话192-1145-8667停机', '收件人‹…›电话‹…›停机'],
    ['联系１９２１１４５８６６７未果，王女士不需要', '联系‹…›未果，‹…›女士不需要'],
    ['预占\u0000超时\ud800', '预占 超时'],
  ])('keeps why and loses who: %s', (text, kept) => {
    expect(partnerText(text)).toBe(kept);
  });

  it.each([
    '一证五户已满5户',
    '非黑名单用户,系统异常',
    '客户取消',
    '号码已被占用',
    '30天内重复下单',
    '地址不详，丰巢代收',
  ])('keeps the words that a person decides on: %s', (text) => {
    expect(partnerText(text)).toBe(text);
  });

  it('loses the people of the order wherever they stand', () => {
    const people = ['张三', '110101199003073210', '19211458667', '科技园路1号2栋'];

    expect(partnerText('张三住科技园路1号2栋，查无此人', people)).toBe('‹…›住‹…›，查无此人');
    expect(partnerText('张三19211458667', people)).toBe('‹…›‹…›');
  });

  it('ends somewhere', () => {
    expect(partnerText('拒'.repeat(5_000))).toHaveLength(300);
  });
});
