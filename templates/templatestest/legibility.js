// Lists what keeps the page from being read.
(() => {
  const faults = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) faults.push(`the page is ${wide} px wider than the screen`);
  const parse = (c) => {
    const m = c.match(/[\d.]+/g).map(Number);
    return { rgb: m.slice(0, 3), alpha: m.length > 3 ? m[3] : 1 };
  };
  const light = ([r, g, b]) => {
    const f = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.alpha > 0) return c.rgb;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const e = n.parentElement, style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    if (!n.data.trim() || style.display === "none" || style.visibility === "hidden" || box.width < 2 || box.height < 2 || parseFloat(style.opacity) === 0) continue;
    const a = light(parse(style.color).rgb), b = light(ground(e));
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) faults.push(`contrast ${contrast.toFixed(2)}: ${n.data.trim().slice(0, 40)}`);
    if (parseFloat(style.fontSize) < 12) faults.push(`${style.fontSize}: ${n.data.trim().slice(0, 40)}`);
  }
  return faults;
})()
