/* Rules for the scripts of the pages, which are plain scripts that share `window`, and for their tests. Names that do not
   exist are left to TypeScript, which knows those of a browser. */
const RULES = {
  "eqeqeq": ["error", "always"],
  "no-dupe-keys": "error",
  "no-implicit-globals": "error",
  "no-redeclare": "error",
  "no-unreachable": "error",
  "no-unused-vars": ["error", { "ignoreRestSiblings": true }],
  "no-var": "error",
  "prefer-const": ["error", { "destructuring": "all" }],
};

export default [
  { files: ["**/assets/*.js"], languageOptions: { sourceType: "script" }, rules: RULES },
  { files: ["**/scripts/*.js"], languageOptions: { sourceType: "module" }, rules: RULES },
];
