import { ETHNIC_GROUPS, ethnicGroup } from '../../domain/ethnicity';
import { maskAddress, maskIdNumber, maskName, maskPhone } from '../../domain/masks';
import { comparableName, readPersonName, sameName } from '../../domain/person-name';
import ethnicVectors from '../vectors/ethnic.json';

describe('the name on a resident card', () => {
  it.each(['•', '・', '．', '.', '‧'])('compares %s as the one separator and keeps what was written', (separator) => {
    const written = `买买提${separator}吐尔逊`;

    expect(readPersonName(written)).toEqual({ ok: true, name: written, remarks: [] });
    expect(comparableName(written)).toBe('买买提·吐尔逊');
    expect(sameName(written, '买买提·吐尔逊')).toBe(true);
  });

  it.each(['·张三', '张三·', '阿··里'])('refuses the separator in %s', (name) => {
    expect(readPersonName(name)).toEqual({ ok: false, problem: 'SEPARATOR_POSITION' });
  });

  it.each(['𬎆', '㛃', '䶮', '𬎆㛃'])('takes the rare characters of %s, counted as people count them', (name) => {
    expect(readPersonName(`王${name}`)).toEqual({ ok: true, name: `王${name}`, remarks: [] });
    expect(readPersonName('𬎆')).toMatchObject({ ok: true, remarks: ['SINGLE_CHARACTER'] });
  });

  it('takes 25 characters and remarks on more', () => {
    expect(readPersonName('王'.repeat(25))).toMatchObject({ ok: true, remarks: [] });
    expect(readPersonName('王'.repeat(26))).toMatchObject({ ok: true, remarks: ['OVER_25_CHARACTERS'] });
    expect(readPersonName('王'.repeat(51))).toEqual({ ok: false, problem: 'TOO_LONG' });
  });

  it('takes spaces out between Han characters', () => {
    expect(readPersonName('张 三')).toMatchObject({ ok: true, name: '张三' });
    expect(readPersonName(' 张　三 ')).toMatchObject({ ok: true, name: '张三' });
  });

  it('refuses Latin letters, keeps traditional forms apart and remarks on private-use characters', () => {
    expect(readPersonName('ZHANG SAN')).toEqual({ ok: false, problem: 'NOT_HAN' });
    expect(sameName('張三', '张三')).toBe(false);
    expect(readPersonName('张\uE863')).toMatchObject({ ok: true, remarks: ['PRIVATE_USE_CHARACTER'] });
    expect(readPersonName('  ')).toEqual({ ok: false, problem: 'EMPTY' });
  });
});

describe('ethnic groups (GB/T 3304)', () => {
  it('are the 56 of the standard', () => {
    expect(ETHNIC_GROUPS).toEqual(
      ethnicVectors.filter(({ code }) => Number(code) <= 56).map(({ code, name }) => ({ code, name })),
    );
  });

  it('are found with and without 族, in old spellings too', () => {
    expect(ethnicGroup('维吾尔族')).toEqual({ code: '05', name: '维吾尔' });
    expect(ethnicGroup('汉')).toEqual({ code: '01', name: '汉' });
    expect(ethnicGroup('崩龙')?.name).toBe('德昂');
    expect(ethnicGroup('其他')).toBeUndefined();
  });
});

describe('masks', () => {
  it('show what support needs and no more', () => {
    expect(maskName('张三')).toBe('张*');
    expect(maskName('张三丰')).toBe('张*丰');
    expect(maskName('买买提·吐尔孙')).toBe('买***孙');
    expect(maskIdNumber('110199199003070017')).toBe('110***********0017');
    expect(maskPhone('19200000888')).toBe('192****0888');
    expect(maskAddress('四川省广元市旺苍县太平镇竹园社区17队103号')).toBe('四川省广元市旺苍县***');
    expect(maskAddress('北京市密云区创新中路197号')).toBe('北京市密云区***');
  });

  it('hide what has another shape whole', () => {
    expect(maskIdNumber('123')).toBe('***');
    expect(maskPhone('110')).toBe('***');
    expect(maskAddress('某处')).toBe('某处***');
  });
});
