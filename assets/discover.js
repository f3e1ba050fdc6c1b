/* A click on the map or line of two motifs opens that pair on the bench; its address stands in the point. */
(function () {
  const same = window.dash_clientside ||= {};
  same.discover = {
    open: click => {
      const point = click && click.points && click.points[0];
      if (point && point.customdata) same.gia.go(point.customdata);
      return null;
    },
  };
})();
