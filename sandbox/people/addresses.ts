import { REGIONS } from './data/regions';
import { type Random } from './random';

export interface Region {
  readonly province: string;
  /** Empty where the county stands directly under the province. */
  readonly city: string;
  readonly county: string;
}

/** Where a parcel goes, in the parts an order form asks for. */
export interface Delivery {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly address: string;
}

const ROADS = words(
  '中山 解放 人民 建设 和平 新华 朝阳 文化 长江 黄河 南京 北京 滨江 环城 迎宾 站前 学府 科技 创新 幸福 光明 胜利 友谊 凤凰 翠竹 梅园 桃源 荷花 银杏 梧桐 紫荆 湖滨 东风 红旗',
);
const ROAD_KINDS = words('路 路 路 大道 街 东路 西路 南路 北路 中路 巷');
const ESTATES = words(
  '阳光花园 金色家园 碧水湾 锦绣江南 世纪城 香榭里 翡翠城 山水名居 御景园 紫金苑 怡景苑 丽景湾 枫林雅苑 幸福里 绿地新城 教师公寓',
);
const TOWNS = words(
  '城关 文林 石桥 龙门 白马 清溪 双河 高坪 大兴 永安 太平 新店 黄泥 沙河 柳林 杨家 三江 双流 南湖 青石 桃花 金山 银河 宝塔 玉泉',
);
const VILLAGES = words(
  '高滩 李家 王庄 新民 团结 前进 红星 大塘 石门 上湾 下坪 小河 东山 西岭 南坡 北沟 柳树 松林 竹园 桥头 新庄 老屋 五里 八里 张家湾 刘家坝',
);

/** Parcels go where every plan of the demo may be sold; the catalogue bans other provinces on purpose. */
export const DELIVERY_PROVINCES = [
  '广东省',
  '浙江省',
  '江苏省',
  '上海市',
  '北京市',
  '山东省',
  '湖北省',
  '四川省',
] as const;
/** Three lines of eleven characters: what the card has room for above the number. */
const LONGEST_PRINTED = 33;

export const ALL_REGIONS: readonly Region[] = REGIONS.map((line) => {
  const [province = '', city = '', county = ''] = line.split(' ');
  return { province, city: city === '-' ? '' : city, county };
});
const DELIVERY_REGIONS = ALL_REGIONS.filter(({ province }) => isServed(province));
const UYGHUR_REGIONS = ALL_REGIONS.filter(({ province }) => province.startsWith('新疆'));

export function drawHome(random: Random, ethnicity: string): Region {
  return random.pick(['维吾尔', '哈萨克', '柯尔克孜'].includes(ethnicity) ? UYGHUR_REGIONS : ALL_REGIONS);
}

/** The address as the card prints it, in one piece. */
export function drawPrintedAddress(random: Random, home: Region): string {
  const region = home.province + home.city + home.county;
  const street = isTown(home) || random.chance(0.35) ? streetAddress(random) : villageAddress(random);
  return region.length + street.length <= LONGEST_PRINTED ? region + street : region + plainStreet(random);
}

/** Mostly the home where it is served, else somewhere served: people move, and a card keeps the old address. */
export function drawDelivery(random: Random, home: Region): Delivery {
  const region = isServed(home.province) && random.chance(0.7) ? home : random.pick(DELIVERY_REGIONS);
  return {
    province: region.province,
    city: region.city || (region.province.endsWith('市') ? region.province : region.county),
    district: region.county,
    address: streetAddress(random),
  };
}

/** The police office that issues cards there. */
export function issuingAuthority({ province, city, county }: Region): string {
  const bureau = city || (province.endsWith('市') ? province : '');
  if (bureau && /区$/.test(county)) return `${bureau}公安局${county.replace(/区$/, '')}分局`;
  return `${county}公安局`;
}

function streetAddress(random: Random): string {
  const kind = random.next();
  const street = plainStreet(random);
  if (kind < 0.35) {
    const building = `${number(random, 1, 40)}${random.pick(['栋', '幢', '号楼'])}`;
    return `${street}${random.pick(ESTATES)}${building}${number(random, 1, 30)}0${number(random, 1, 6)}室`;
  }
  if (kind < 0.6)
    return `${street}${number(random, 1, 40)}${random.pick(['栋', '幢', '号楼'])}${number(random, 101, 3206)}室`;
  return kind < 0.75 ? `${street}附${number(random, 1, 20)}号` : street;
}

function plainStreet(random: Random): string {
  return `${random.pick(ROADS)}${random.pick(ROAD_KINDS)}${number(random, 1, 999)}号`;
}

function villageAddress(random: Random): string {
  const town = random.pick(TOWNS) + random.pick(['镇', '镇', '乡', '街道']);
  const village = random.pick(VILLAGES) + random.pick(['村', '村', '社区居委会', '村委会']);
  const group = random.chance(0.7) ? number(random, 1, 18) + random.pick(['组', '社', '队']) : '';
  return town + village + group + (random.chance(0.8) ? `${number(random, 1, 400)}号` : '');
}

function words(text: string): string[] {
  return text.split(' ');
}

function number(random: Random, low: number, high: number): string {
  return String(random.int(low, high));
}

function isTown({ city, county }: Region): boolean {
  return /区$/.test(county) || (city === '' && /市$/.test(county));
}

function isServed(province: string): boolean {
  return DELIVERY_PROVINCES.some((served) => served === province);
}
