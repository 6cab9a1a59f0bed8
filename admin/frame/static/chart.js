// Draws the tables with data-chart as charts. The table says the same, and stays: within
// details, for whoever reads rather than looks. The first column names the places along
// the bottom, each further one is a series of numbers; an empty cell is a gap. "bars" are
// stacked; "lines" are not. data-unit stands behind the numbers. Colours are the page's,
// each with a pattern of its own.
"use strict";
(() => {
  const colours = ["--accent", "--kind", "--wait", "--stop"];
  const dashes = [[], [7, 4], [2, 4], [12, 3, 2, 3]];
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const tag = (name, className, text) => {
    const e = document.createElement(name);
    if (className) e.className = className;
    if (text !== undefined) e.textContent = text;
    return e;
  };
  const number = (text) => {
    const n = parseFloat(text.replace(/[,\s\u00a0\u202f]/g, ""));
    return Number.isFinite(n) ? n : null;
  };

  const read = (table) => {
    const cells = (row) => [...row.cells].map((c) => c.textContent.trim());
    const head = cells(table.tHead.rows[0]);
    const body = [...table.tBodies].flatMap((b) => [...b.rows].map(cells));
    return {
      names: head.slice(1),
      places: body.map((r) => r[0]),
      series: head.slice(1).map((_, i) => body.map((r) => number(r[i + 1] || ""))),
      whole: body.every((r) => r.slice(1).every((cell) => Number.isInteger(number(cell) ?? 0))),
      bars: table.dataset.chart === "bars",
      unit: table.dataset.unit ? " " + table.dataset.unit : "",
    };
  };

  // stack adds each series to those below it.
  const stack = (series) => series.reduce((sums, one) => {
    const under = sums.length ? sums[sums.length - 1] : one.map(() => 0);
    sums.push(one.map((n, i) => (n || 0) + under[i]));
    return sums;
  }, []);

  // pattern fills bars so that they differ without colour, too.
  const pattern = (i, colour) => {
    if (i === 0) return colour;
    const tile = document.createElement("canvas"), size = 8 * devicePixelRatio;
    tile.width = tile.height = size;
    const c = tile.getContext("2d");
    c.fillStyle = css("--card"); // what is stacked behind must not shine through
    c.fillRect(0, 0, size, size);
    c.fillStyle = c.strokeStyle = colour;
    c.lineWidth = size / 3.2;
    if (i === 1) {
      c.beginPath();
      for (const d of [-size, 0, size]) { c.moveTo(d, size); c.lineTo(d + size, 0); }
      c.stroke();
    } else if (i === 2) {
      c.beginPath();
      c.arc(size / 2, size / 2, size / 3.6, 0, 7);
      c.fill();
    }
    return c.createPattern(tile, "repeat");
  };

  const legend = (d) => {
    const list = tag("ul", "legend");
    list.setAttribute("aria-hidden", "true");
    const at = tag("li", "at");
    const values = d.names.map((name, i) => {
      const item = tag("li"), value = tag("span");
      item.append(tag("span", `swatch s${i % 4}${d.bars ? "" : " line"}`), name, value);
      list.append(item);
      return value;
    });
    list.append(at);
    list.show = (i) => {
      at.textContent = i === null ? "" : d.places[i];
      values.forEach((value, s) => {
        const n = i === null ? null : d.series[s][i];
        value.textContent = i === null ? "" : " " + (n === null ? "–" : n.toLocaleString("en") + d.unit);
      });
    };
    return list;
  };

  const options = (d, width, show) => {
    const font = "12px " + css("--sans"), soft = css("--soft"), line = css("--line");
    const one = (i) => {
      const colour = css(colours[i % 4]);
      return d.bars
        ? { stroke: colour, width: 1, fill: () => pattern(i % 4, colour), paths: uPlot.paths.bars({ size: [0.62, 56], align: 0 }), points: { show: false } }
        : { stroke: colour, width: 2, dash: dashes[i % 4], points: { show: d.places.length < 3, size: 6 } };
    };
    const series = d.series.map((_, i) => one(i));
    if (d.bars) series.reverse(); // the tallest sums are drawn first, and what is below covers them
    return {
      width, height: 220, padding: [10, 8, 0, 0],
      legend: { show: false },
      cursor: { x: !d.bars, y: false, points: { show: !d.bars }, drag: { x: false, y: false } },
      scales: {
        x: { time: false, range: (_, min, max) => d.bars ? [min - 0.6, max + 0.6] : [min - 0.25, Math.max(max, min + 1) + 0.25] },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.06 : 1] },
      },
      series: [{}, ...series],
      axes: [
        { stroke: soft, font, gap: 8, size: 32, grid: { show: false }, ticks: { show: false }, space: 64, incrs: [1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 100, 200, 500],
          values: (_, splits) => splits.map((i) => Number.isInteger(i) && d.places[i] || "") },
        { stroke: soft, font, gap: 6, size: (_, values) => 16 + 7.2 * Math.max(1, ...(values || []).map((v) => String(v).length)), space: 40,
          grid: { stroke: line, width: 1 }, ticks: { show: false },
          // Where everything is counted, nothing is halved.
          values: (_, splits) => splits.map((n) => d.whole && !Number.isInteger(n) ? "" : n.toLocaleString("en") + d.unit) },
      ],
      hooks: { setCursor: [(u) => show(u.cursor.idx ?? null)] },
    };
  };

  const draw = (table) => {
    const d = read(table);
    if (d.places.length === 0 || d.series.length === 0) return;
    let details = table.closest("details");
    if (!details) {
      details = tag("details");
      table.replaceWith(details);
      details.append(tag("summary", "small", "As a table"), table);
    }
    const plot = tag("div", "plot"), list = legend(d), canvas = tag("div");
    canvas.setAttribute("aria-hidden", "true");
    plot.append(list, canvas);
    details.before(plot);
    const sums = d.bars ? stack(d.series).map((one, s) => one.map((n, i) => d.series[s][i] ? n : null)).reverse() : d.series; // of nothing, no bar
    const data = [d.places.map((_, i) => i), ...sums];
    let drawn = null;
    const again = () => {
      if (drawn) drawn.destroy();
      if (plot.clientWidth > 0) drawn = new uPlot(options(d, plot.clientWidth, list.show), data, canvas);
    };
    again();
    list.show(null);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    let width = plot.clientWidth;
    new ResizeObserver(() => {
      if (plot.clientWidth === width || plot.clientWidth === 0) return;
      width = plot.clientWidth;
      if (drawn) drawn.setSize({ width, height: 220 }); else again();
    }).observe(plot);
  };

  const all = (root) => {
    for (const table of root.querySelectorAll("table[data-chart]")) {
      if (table.dataset.drawn) continue;
      table.dataset.drawn = "1";
      draw(table);
    }
  };
  all(document);
  document.addEventListener("htmx:afterSettle", () => all(document));
})();
