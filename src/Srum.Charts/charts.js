// Draws every chart of the page whose figure waits beside its picture. Called when plotly.js is there, and by each
// chart that comes later; without plotly.js, or where a figure cannot be drawn, the picture stays.
window.srumCharts = function () {
  document.querySelectorAll('.srum-chart:not([data-drawn])').forEach(function (place) {
    var source = place.querySelector('script[type="application/json"]'), picture = place.querySelector('svg');
    if (!window.Plotly || !source || !picture) return;
    place.setAttribute('data-drawn', '');
    var figure = JSON.parse(source.textContent), ink = getComputedStyle(place).color, grid = 'rgba(128,128,128,.25)';
    var axis = { gridcolor: grid, zerolinecolor: grid, linecolor: grid, automargin: true };
    var look = {
      // Okabe and Ito's palette, as in the picture.
      colorway: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#e69f00'],
      font: { color: ink, family: 'Arial, sans-serif', size: 12 },
      title: { font: { size: 14 }, x: 0, xref: 'paper' }, modebar: { bgcolor: 'rgba(0,0,0,0)', color: 'rgba(128,128,128,.7)', activecolor: ink },
      paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)', xaxis: axis, yaxis: axis,
      legend: { orientation: 'h', y: -0.25 }, margin: { l: 56, r: 12, t: figure.layout.title && figure.layout.title.text ? 40 : 12, b: 48 }
    };
    // Dashes and outlines as in the picture, so that nobody has to tell series apart by colour.
    var dashes = ['solid', 'dash', 'dot', 'dashdot', 'longdash', 'longdashdot'];
    figure.data.forEach(function (trace, i) {
      var turn = Math.floor(i / look.colorway.length);
      if (/lines/.test(trace.mode)) trace.line = Object.assign({ dash: dashes[(i + turn) % dashes.length] }, trace.line);
      else if (trace.type === 'bar') {
        trace.marker = trace.marker || {};
        trace.marker.line = Object.assign({ width: turn, color: ink }, trace.marker.line);
      }
    });
    var plot = document.createElement('div');
    // A name for those who hear the page.
    plot.setAttribute('role', 'img');
    plot.setAttribute('aria-label', picture.getAttribute('aria-label'));
    place.insertBefore(plot, picture);
    picture.style.display = 'none';
    Plotly.newPlot(plot, figure.data, Object.assign({ height: 300, template: { layout: look } }, figure.layout), { responsive: true, displaylogo: false })
      .catch(function () { plot.remove(); picture.style.display = ''; });
  });
};
window.srumCharts();
