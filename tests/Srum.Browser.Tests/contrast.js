// Texts of the page that are too faint: contrast with what lies behind below 4.5 (3 for large letters), as WCAG 2 AA
// counts it. Colours are laid over each other with their own and their elements' opacity.
() => {
  const parse = c => { const n = (c.match(/[\d.]+/g) || []).map(Number); return n.length < 3 ? null : [n[0], n[1], n[2], n.length > 3 ? n[3] : 1]; };
  const over = (top, under) => [0, 1, 2].map(i => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = c => { const l = c.slice(0, 3).map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
  const page = matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  const behind = element => {
    const chain = [];
    for (let e = element; e; e = e.parentElement) chain.unshift(e);
    let colour = page;
    for (const e of chain) { const c = parse(getComputedStyle(e).backgroundColor); if (c) colour = over(c, colour); }
    return colour;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (!node.data.trim() || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || box.width < 2 || box.height < 2 || box.right < 0 || e.closest('script,style')) continue;
    const drawn = e instanceof SVGElement, shape = e.closest('text')?.previousElementSibling;
    let under = behind(e.closest('svg')?.parentElement && drawn ? e.closest('svg').parentElement : e);
    // A label in a drawing stands on the shape before it, where there is one of its size.
    if (drawn && shape?.tagName === 'rect') { const r = shape.getBoundingClientRect(), c = parse(getComputedStyle(shape).fill); if (c && r.left <= box.left + 1 && r.right >= box.right - 1 && r.top <= box.top + 3 && r.bottom >= box.bottom - 3) under = over(c, under); }
    let ink = parse(drawn ? style.fill : style.color);
    if (!ink) continue;
    let opacity = ink[3];
    for (let a = e; a; a = a.parentElement) opacity *= Number(getComputedStyle(a).opacity);
    ink = over([ink[0], ink[1], ink[2], opacity], under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) found.push(`${ratio.toFixed(2)} "${node.data.trim().slice(0, 40)}" in ${e.tagName.toLowerCase()}.${e.getAttribute('class') || ''} of ${e.closest('[class]')?.getAttribute('class') || ''}`);
  }
  return [...new Set(found)];
}
