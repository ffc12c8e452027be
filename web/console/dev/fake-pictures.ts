/** Specimens as SVG: silhouettes and a card of no person, region 110199 is assigned to no place. */

const silhouette = (fill: string, back: string, hair: string): string =>
  `<rect width="160" height="184" fill="${back}"/><g fill="${fill}"><ellipse cx="80" cy="82" rx="36" ry="46"/><path d="M80 134c-44 0-72 22-76 62h152c-4-40-32-62-76-62z"/></g>${hair}`;

const svg = (width: number, height: number, body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Noto Sans CJK SC,Noto Sans SC,sans-serif">${body}</svg>`;

const SPECIMEN =
  '<text x="300" y="300" font-size="66" letter-spacing="10" fill="#c0392b" fill-opacity=".26" font-weight="700" text-anchor="middle" transform="rotate(-17 300 290)">样张 SPECIMEN</text>';

const field = (x: number, y: number, label: string, value: string): string =>
  `<text x="${x}" y="${y}" font-size="24" fill="#3f78a8">${label}</text><text x="${x + 76}" y="${y}" font-size="28" fill="#20262e">${value}</text>`;

const card = (body: string): string =>
  `<rect x="2" y="2" width="852" height="536" rx="26" fill="#e6eff5" stroke="#c8d6e0"/>${body}${SPECIMEN}`;

export const PICTURES: Readonly<Record<'front' | 'back' | 'selfie' | 'portrait', string>> = {
  front: svg(
    856,
    540,
    card(
      field(56, 92, '姓名', '宝音德力格尔·阿木古冷') +
        field(56, 154, '性别', '男') +
        field(236, 154, '民族', '蒙古') +
        field(56, 216, '出生', '1994 年 6 月 18 日') +
        field(56, 278, '住址', '样张省样张市示例区演示') +
        '<text x="132" y="321" font-size="28" fill="#20262e">大街 12 号院 3 号楼 2 单元 401 室</text>' +
        '<text x="56" y="472" font-size="24" fill="#3f78a8">公民身份号码</text><text x="262" y="474" font-size="34" letter-spacing="5.5" fill="#20262e">110199199406180018</text>' +
        `<g transform="translate(560 62) scale(1.5)">${silhouette('#93a5b5', '#f4f7f9', '')}</g>`,
    ),
  ),
  back: svg(
    856,
    540,
    card(
      '<text x="240" y="120" font-size="44" fill="#20262e">中华人民共和国</text><text x="300" y="190" font-size="56" fill="#20262e">居民身份证</text>' +
        field(160, 400, '签发机关', '　样张市公安局示例分局') +
        field(160, 466, '有效期限', '　2021.03.09-2041.03.09'),
    ),
  ),
  selfie: svg(
    480,
    552,
    `<g transform="scale(3)">${silhouette('#a79e90', '#e4dfd6', '<path d="M38 80c-6-34 10-56 42-56s50 20 42 58c-4-18-10-28-18-34-18 6-40 4-52-2-8 8-12 18-14 34z" fill="#857c6f"/>')}</g>`,
  ),
  portrait: svg(320, 368, `<g transform="scale(2)">${silhouette('#93a5b5', '#d8e2ea', '')}</g>`),
};
