/* What the pages' scripts find in the browser: Dash, React, Plotly, and each other under `gia…`. */
interface Window {
  React: any;
  Plotly: any;
  dash_ag_grid: any;
  dash_clientside: any;
  dash_component_api: any;
  dashAgGridComponentFunctions: any;
  dashAgGridFunctions: any;
  dashMantineFunctions: any;
  [name: `gia${string}`]: any;
}

/* Every event that these scripts listen to has an element as its target. */
interface EventTarget {
  closest(selector: string): any;
  id: string;
  value: string;
}

/* The element of a graph, as Plotly makes it. */
interface Element {
  data: any;
  layout: any;
  on: any;
  _ev: any;
  _fullLayout: any;
  giaHeard: boolean;
}
