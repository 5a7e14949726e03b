// The reward lab: the arithmetic of Maps/RewardMap.cs, Audits/WeightBalance.cs and Display/HeatScale.cs once more, and
// sliders that redraw with it. The tests hold the arithmetic against the library's.
(function () {
  'use strict';

  function alpha(rule, layout) { return layout === null ? 1 : rule.alphaOffset + rule.alphaScale * layout; }

  function wins(rule, value, over) {
    var far = Math.abs(value), near = Math.abs(over);
    return rule.overlap === 'largest' ? value > over : rule.overlap === 'smallest' ? value < over : far > near || (far === near && value < over);
  }

  function cover(box, width, height, touch) {
    for (var row = Math.max(0, box.top); row < Math.min(height, box.bottom); row++) {
      for (var column = Math.max(0, box.left); column < Math.min(width, box.right); column++) touch(row * width + column);
    }
  }

  // One weight a pixel from the first so many regions.
  function paint(rule, picture, count) {
    var map = new Float64Array(picture.width * picture.height).fill(NaN), factor = alpha(rule, picture.layout);
    picture.regions.slice(0, count).forEach(function (region) {
      var value = rule.regionOffset + rule.regionScale * region.score;
      cover(region, picture.width, picture.height, function (at) { if (isNaN(map[at]) || wins(rule, value, map[at])) map[at] = value; });
    });
    return Float32Array.from(map, function (value) {
      return factor * (isNaN(value) ? rule.background : rule.backgroundIsFloor ? Math.max(rule.background, value) : value);
    });
  }

  // For each token along one side the pixels that it reads and their shares.
  function taps(pooling, pixels, tokens) {
    var side = pixels / tokens, found = [];
    for (var token = 0; token < tokens; token++) {
      var reads = [];
      if (pooling === 'bilinear') {
        var place = Math.max(0, (token + 0.5) * side - 0.5), first = Math.min(Math.floor(place), pixels - 1);
        reads.push([first, 1 - (place - first)], [Math.min(first + 1, pixels - 1), place - first]);
      } else {
        var from = token * side, to = (token + 1) * side;
        for (var pixel = Math.floor(from); pixel < pixels && pixel < to; pixel++) {
          reads.push([pixel, (Math.min(to, pixel + 1) - Math.max(from, pixel)) / (to - from)]);
        }
      }
      found.push(reads);
    }
    return found;
  }

  function pool(pooling, least, map, picture) {
    var down = taps(pooling, picture.height, picture.rows), across = taps(pooling, picture.width, picture.columns), weights = [];
    down.forEach(function (rows) {
      across.forEach(function (columns) {
        var sum = 0;
        rows.forEach(function (y) { columns.forEach(function (x) { sum += y[1] * x[1] * map[y[0] * picture.width + x[0]]; }); });
        weights.push(Math.fround(Math.max(sum, least)));
      });
    });
    return weights;
  }

  // One weight a token, without λ. A rule that is no formula of the lab brings its weights along.
  function tokens(rule, picture, count) {
    return rule.painted ? rule.painted[picture.index]
      : pool(rule.pooling, rule.negativeCap === null ? -Infinity : -rule.negativeCap, paint(rule, picture, count), picture);
  }

  // Tokens and total weight, λ included, on what is right, what is wrong, and elsewhere.
  function balance(weights, picture, lambda) {
    var size = picture.width * picture.height, right = new Float32Array(size), wrong = new Float32Array(size);
    picture.regions.forEach(function (region) {
      if (!region.isRight) cover(region, picture.width, picture.height, function (at) { wrong[at] = 1; });
    });
    picture.regions.forEach(function (region) {
      if (region.isRight) cover(region, picture.width, picture.height, function (at) { right[at] = 1 - wrong[at]; });
    });
    var rights = pool('area', -Infinity, right, picture), wrongs = pool('area', -Infinity, wrong, picture), parts = [[0, 0], [0, 0], [0, 0]];
    weights.forEach(function (weight, token) {
      [rights[token], wrongs[token], 1 - rights[token] - wrongs[token]].forEach(function (share, part) {
        parts[part][0] += share;
        parts[part][1] += share * (weight + lambda);
      });
    });
    return parts;
  }

  // From a weight to its place among the colours, in [-1, 1]: one scale for all maps, signed where any weight is.
  function scale(maps) {
    var most = 1, signedMap = false;
    maps.forEach(function (weights) {
      weights.forEach(function (weight) { most = Math.max(most, Math.abs(weight)); signedMap = signedMap || weight < 0; });
    });
    return function (weight) { return signedMap ? weight / most : 2 * weight / most - 1; };
  }

  if (typeof document === 'undefined') {
    globalThis.rewardLab = { paint: paint, tokens: tokens, balance: balance, scale: scale };
    return;
  }

  function element(name, attributes, parent, text) {
    var made = document.createElement(name);
    for (var key in attributes) made.setAttribute(key, attributes[key]);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.appendChild(made);
    return made;
  }

  function signed(value) { return (value > 0 ? '+' : value < 0 ? '−' : '') + Math.abs(value).toFixed(2); }

  function heat(colours, value) {
    var end = value < 0 ? colours.bad : colours.good, part = Math.min(1, Math.abs(value));
    return colours.neutral.map(function (from, i) { return Math.round(from + part * (end[i] - from)); });
  }

  function show(lab, data) {
    var state = { rule: null, lambda: data.lambda, count: 0 }, sliders = [];
    data.pictures.forEach(function (picture, i) { picture.index = i; state.count = Math.max(state.count, picture.regions.length); });
    var most = Math.max(1, state.count);
    lab.textContent = '';

    var controls = element('div', { style: 'display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:8px 18px;margin-bottom:10px' }, lab);
    var choice = element('label', { style: 'display:block' }, controls, 'rule ');
    var rules = element('select', { name: 'rule', 'aria-label': 'rule', style: 'font:inherit' }, choice);
    data.rules.forEach(function (rule) { element('option', {}, rules, rule.name); });

    function slider(name, label, least, greatest, step, read, write, byFormula) {
      var place = element('label', { style: 'display:block' }, controls, label + ' ');
      var said = element('output', { style: 'font-variant-numeric:tabular-nums' }, place);
      var input = element('input', { type: 'range', name: name, 'aria-label': label, min: least, max: greatest, step: step, style: 'display:block;width:100%;margin:2px 0' }, place);
      input.addEventListener('input', function () { write(+input.value); draw(); });
      sliders.push(function () {
        input.value = read();
        input.disabled = byFormula && !!state.rule.painted;
        said.textContent = input.disabled ? 'as painted' : (+input.value).toFixed(step < 1 ? 2 : 0);
      });
    }

    slider('background', 'floor (weight without a region)', 0, 1, 0.05, function () { return state.rule.background; }, function (v) { state.rule.background = v; }, true);
    slider('regionScale', 'weight of the regions’ scores', 0, 1, 0.05, function () { return state.rule.regionScale; }, function (v) { state.rule.regionScale = v; }, true);
    slider('alphaScale', 'weight of the layout score', 0, 1, 0.05, function () { return state.rule.alphaScale; },
      // A perfect layout keeps the factor 1.
      function (v) { state.rule.alphaScale = v; state.rule.alphaOffset = 1 - v; }, true);
    slider('lambda', 'λ_c, weight of the constraint', 0, 1.5, 0.05, function () { return state.lambda; }, function (v) { state.lambda = v; }, false);
    slider('count', 'regions judged', 0, most, 1, function () { return state.count; }, function (v) { state.count = v; }, true);

    var table = element('table', { style: 'border-collapse:collapse;margin-bottom:6px' }, lab), cells = [];
    var head = element('tr', {}, element('thead', {}, table)), body = element('tbody', {}, table);
    ['', 'tokens', 'total weight', 'weight a token'].forEach(function (text) { element('th', { scope: 'col', style: data.cell }, head, text); });
    ['right regions', 'wrong regions', 'elsewhere'].forEach(function (text) {
      var row = element('tr', {}, body);
      element('th', { scope: 'row', style: data.cell + ';text-align:left' }, row, text);
      cells.push([0, 1, 2].map(function () { return element('td', { style: data.cell }, row); }));
    });
    var finding = element('p', { 'aria-live': 'polite', style: 'margin:0 0 10px' }, lab);

    function css(colour) { return 'rgb(' + colour.join(',') + ')'; }
    var legend = element('div', { style: 'display:flex;gap:8px;align-items:center;font-size:11px;margin:0 0 8px' }, lab, 'less weight');
    element('span', { 'aria-hidden': 'true', style: 'width:160px;height:8px;border-radius:2px;background:linear-gradient(to right,' + css(data.heat.bad) + ',' + css(data.heat.neutral) + ',' + css(data.heat.good) + ')' }, legend);
    element('span', {}, legend, 'more weight');

    var wall = element('div', { style: 'display:flex;flex-wrap:wrap;gap:12px' }, lab);
    var canvases = data.pictures.map(function (picture) {
      var figure = element('figure', { style: 'margin:0;width:180px' }, wall);
      var frame = element('div', { style: 'position:relative;width:180px;aspect-ratio:' + picture.width + '/' + picture.height }, figure);
      var fit = 'position:absolute;inset:0;width:100%;height:100%;border-radius:4px;';
      element('img', { src: picture.image, alt: picture.prompt, style: fit + 'filter:grayscale(1) contrast(.6) brightness(1.2);' + (picture.width < 180 ? 'image-rendering:pixelated' : '') }, frame);
      var canvas = element('canvas', { 'aria-hidden': 'true', width: picture.columns, height: picture.rows, style: fit + 'image-rendering:pixelated;opacity:.6' }, frame);
      picture.regions.forEach(function (region) {
        var box = element('div', { style: 'position:absolute;box-sizing:border-box;border:2px ' + (region.isRight ? 'solid' : 'dashed') + ' #fff;outline:1px solid #000;'
          + 'left:' + 100 * region.left / picture.width + '%;top:' + 100 * region.top / picture.height + '%;'
          + 'width:' + 100 * (region.right - region.left) / picture.width + '%;height:' + 100 * (region.bottom - region.top) / picture.height + '%' }, frame);
        element('span', { style: 'background:#000;color:#fff;font-size:11px;padding:0 3px;white-space:nowrap' }, box, (region.isRight ? '✓ ' : '✗ ') + signed(region.score));
      });
      element('figcaption', { style: 'margin-top:4px' }, figure, picture.prompt + (picture.layout === null ? '' : ' · layout ' + signed(picture.layout)));
      return canvas;
    });

    function draw() {
      var sum = [[0, 0], [0, 0], [0, 0]];
      sliders.forEach(function (update) { update(); });
      var drawn = data.pictures.map(function (picture) { return tokens(state.rule, picture, state.count); }), place = scale(drawn);
      data.pictures.forEach(function (picture, i) {
        var parts = balance(drawn[i], picture, state.lambda);
        parts.forEach(function (part, k) { sum[k][0] += part[0]; sum[k][1] += part[1]; });
        var context = canvases[i].getContext('2d'), image = context.createImageData(picture.columns, picture.rows);
        drawn[i].forEach(function (weight, token) {
          var colour = heat(data.heat, place(weight));
          image.data.set([colour[0], colour[1], colour[2], 255], 4 * token);
        });
        context.putImageData(image, 0, 0);
      });
      var means = sum.map(function (part) { return part[0] > 1e-6 ? part[1] / part[0] : null; });
      sum.forEach(function (part, k) {
        cells[k][0].textContent = part[0].toFixed(1);
        cells[k][1].textContent = part[1].toFixed(2);
        cells[k][2].textContent = means[k] === null ? '–' : means[k].toFixed(3);
      });
      finding.textContent = means[0] > 0 && means[1] > 0 ? 'Right regions are learnt ' + (means[0] / means[1]).toFixed(2) + ' times as strongly as wrong ones.'
        : means[0] > 0 && means[1] !== null ? 'Right regions are learnt, wrong ones pushed away.' : 'These pictures do not have both right and wrong regions with weight.';
    }

    function choose() {
      state.rule = Object.assign({}, data.rules[rules.selectedIndex]);
      state.count = most;
      draw();
    }

    rules.addEventListener('change', choose);
    choose();
  }

  document.querySelectorAll('.srum-lab:not([data-live])').forEach(function (lab) {
    var source = lab.querySelector('script[type="application/json"]');
    if (!source) return;
    lab.setAttribute('data-live', '');
    show(lab, JSON.parse(source.textContent));
  });
})();
