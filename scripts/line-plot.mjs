// A plain line plot as SVG, readable on light and on dark pages.

/** @typedef {{ x: number, y: number }} Point */
/**
 * @typedef {{
 *   title: string, x: string, y: string, isLogarithmic?: boolean,
 *   lines: { name: string, points: Point[] }[], marks?: { x: number, name: string }[],
 * }} Plot `isLogarithmic`: of x
 */

const [WIDTH, HEIGHT] = [720, 360];
const INSET = { left: 64, right: 110, top: 48, bottom: 48 };
const COLOURS = ['#0b6e99', '#c2571a', '#5b7f2b'];
const TEXT = 'font-family="sans-serif" font-size="12" fill="#333"';

/** @param {Plot} plot */
export const linePlot = (plot) => {
  const points = plot.lines.flatMap((line) => line.points);
  const isLogarithmic = plot.isLogarithmic ?? false;
  const inX = (/** @type {number} */ x) => (isLogarithmic ? Math.log(x) : x);
  const [least, most] = [Math.min(...points.map(({ x }) => inX(x))), Math.max(...points.map(({ x }) => inX(x)))];
  const top = niceAbove(Math.max(...points.map(({ y }) => y)));
  const atX = (/** @type {number} */ x) =>
    INSET.left + ((inX(x) - least) / (most - least || 1)) * (WIDTH - INSET.left - INSET.right);
  const atY = (/** @type {number} */ y) => HEIGHT - INSET.bottom - (y / top) * (HEIGHT - INSET.top - INSET.bottom);
  const ticksX = isLogarithmic ? [...new Set(points.map(({ x }) => x))] : ticks(most).filter((x) => x >= least);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">
<title>${plot.title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${INSET.left}" y="24" ${TEXT} font-weight="bold">${plot.title}</text>
${ticks(top)
  .map(
    (y) => `<path d="M${INSET.left} ${round(atY(y))}H${WIDTH - INSET.right}" stroke="#ddd"/>
<text x="${INSET.left - 8}" y="${round(atY(y) + 4)}" ${TEXT} text-anchor="end">${y}</text>`,
  )
  .join('\n')}
${ticksX.map((x) => `<text x="${round(atX(x))}" y="${HEIGHT - INSET.bottom + 18}" ${TEXT} text-anchor="middle">${x}</text>`).join('\n')}
<text x="${(WIDTH - INSET.right + INSET.left) / 2}" y="${HEIGHT - 10}" ${TEXT} text-anchor="middle">${plot.x}</text>
<text x="8" y="${INSET.top - 10}" ${TEXT}>${plot.y}</text>
${(plot.marks ?? []).map(({ x, name }) => mark(Math.max(INSET.left, atX(Math.max(x, isLogarithmic ? 1 : least))), name)).join('\n')}
${plot.lines.map((line, at) => drawn(line, COLOURS[at % COLOURS.length] ?? '#333', atX, atY)).join('\n')}
</svg>
`;
};

/**
 * @param {number} x
 * @param {string} name
 */
const mark = (
  x,
  name,
) => `<path d="M${round(x)} ${INSET.top}V${HEIGHT - INSET.bottom}" stroke="#bbb" stroke-dasharray="4 4"/>
<text x="${round(x + 4)}" y="${INSET.top + 10}" ${TEXT}>${name}</text>`;

/**
 * @param {{ name: string, points: Point[] }} line
 * @param {string} colour
 * @param {(x: number) => number} atX
 * @param {(y: number) => number} atY
 */
const drawn = ({ name, points }, colour, atX, atY) => {
  const last = points.at(-1);
  if (last === undefined) return '';
  const path = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${round(atX(x))} ${round(atY(y))}`).join('');
  const dots = points.length > 20 ? [] : points;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>
${dots.map(({ x, y }) => `<circle cx="${round(atX(x))}" cy="${round(atY(y))}" r="3" fill="${colour}"/>`).join('')}
<text x="${round(atX(last.x) + 8)}" y="${round(atY(last.y) + 4)}" font-family="sans-serif" font-size="12" fill="${colour}">${name}</text>`;
};

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @returns a round number that is not below */
const niceAbove = (/** @type {number} */ value) => {
  const step = stepFor(value);
  return Math.ceil(value / step) * step;
};
const stepFor = (/** @type {number} */ most) => {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
};
const ticks = (/** @type {number} */ most) => {
  const step = stepFor(most);
  return Array.from({ length: Math.floor(most / step + 1e-9) + 1 }, (_, at) => Number((at * step).toFixed(6)));
};
