import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Modules without side effects: time, ids and chance come in as data, and they import nothing but each other. */
const PURE = ['kernel', 'order', 'payment', 'ledger'].map((module) => `src/${module}/**/*.ts`);

const EVERYWHERE = [
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  { selector: 'ExportDefaultDeclaration', message: 'Name what you export.' },
];

const IMPURE_SYNTAX = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The time comes in as data.' },
  { selector: "CallExpression[callee.name='Date']", message: 'The time comes in as data.' },
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'The time comes in as data.' },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance comes in as data.' },
  { selector: 'ImportExpression', message: 'A pure module imports only what it names at its top.' },
];

const IMPURE_GLOBALS = [
  ...['process', 'console', 'globalThis', 'crypto', 'performance', 'fetch', 'Buffer'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
].map((name) => ({ name, message: 'A pure module has no side effects and reads nothing from outside.' }));

const NODE_GLOBALS = Object.fromEntries(
  [
    'console',
    'process',
    'Buffer',
    'URL',
    'WebAssembly',
    'AbortSignal',
    'performance',
    'setTimeout',
    'clearTimeout',
  ].map((name) => [name, 'readonly']),
);

export default defineConfig(
  // Declarations beside a .mjs hold no code; one outside the tsconfig costs seconds.
  globalIgnores(['dist/', 'coverage/', '.data/', '.cache/', 'src/platform/prisma/generated/', '**/*.d.{ts,mts}']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      // A switch counts once: answering every case by name is what the style asks for, not complexity.
      complexity: ['error', { max: 12, variant: 'modified' }],
      eqeqeq: 'error',
    },
  },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', ...EVERYWHERE],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      // Nest's modules are classes whose whole content is their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Numbers and bigints print the same everywhere; it is objects and undefined that must not slip into a text.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Nest's inputs and answers are classes for their decorators only; what travels is a plain object.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // There are no enums, and looking for them is a tenth of the run.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // ['name'] marks a key that a message or the environment may lack.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-syntax': ['error', ...EVERYWHERE, ...IMPURE_SYNTAX],
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS],
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^[^.]', message: 'A pure module imports no package, not even node:.' }] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A fake keeps its port's signature, awaiting or not, and empty where it has nothing to do.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // A file full of re-exports hides who needs what, and makes cycles.
    files: ['**/index.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', { selector: 'Program', message: 'No barrels: name the file.' }] },
  },
  {
    // Tools read their configuration from the default export.
    files: ['**/*.config.{ts,mts}'],
    rules: { 'no-restricted-syntax': ['error', EVERYWHERE[0]] },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: NODE_GLOBALS },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { module: 'writable', require: 'readonly' } },
  },
  { files: ['web/docs/*.js'], languageOptions: { sourceType: 'script', globals: { SwaggerUIBundle: 'readonly' } } },
);
