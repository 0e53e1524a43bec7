// The house rules for TypeScript that a machine can hold us to. The folder order is data, below.
import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import hooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// From the ground up. A folder may import from folders on lower floors and from itself; folders on one floor do
// not know each other. An import of types counts as any other.
const floors = [['engine', 'ui'], ['store', 'net', 'charts', 'canvas'], ['viewer', 'workers'], ['app']];

const zones = floors.slice(0, -1).flatMap((floor, level) =>
  floor.map((folder) => ({
    target: `./${folder}`,
    from: floors
      .slice(level)
      .flat()
      .filter((other) => other !== folder)
      .map((other) => `./${other}`),
    message: `web/${folder} may not know that folder: see the floors in web/eslint.config.mjs.`,
  })),
);

const types_read = ['engine', 'ui', 'store', 'net', 'charts', 'canvas', 'viewer', 'workers', 'app'].map((f) => `${f}/**/*.{ts,tsx}`);

export default defineConfig(
  globalIgnores(['dist', 'node_modules', 'engine/generated', 'engine/wasm', 'public']),
  js.configs.recommended,
  {
    files: types_read,
    extends: [tseslint.configs.strictTypeChecked, hooks.configs.flat['recommended-latest']],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: `${import.meta.dirname}/tsconfig.json` })],
    },
    rules: {
      'max-lines': ['error', { max: 250 }],
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from where the thing lives.' },
        { selector: "ExportNamedDeclaration[source]", message: 'No barrel files: import from where the thing lives.' },
      ],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: '@tabler/icons-react', message: 'Import one icon: icons/Plus' }] },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
  {
    // Decoders of what the engine says are the one place where a cast is allowed.
    files: ['engine/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  { files: ['**/*.d.ts'], rules: { 'import-x/no-default-export': 'off' } },
  {
    files: ['tools/**/*.mjs'],
    languageOptions: { globals: { document: 'readonly', navigator: 'readonly', window: 'readonly', process: 'readonly', console: 'readonly', URL: 'readonly', setTimeout: 'readonly', Buffer: 'readonly' } },
  },
);
