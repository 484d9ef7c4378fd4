import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('graphiql'),
  base: './',
  build: {
    outDir: here('../dist/web/graphiql'),
    emptyOutDir: true,
    // Monaco, the editor inside GraphiQL, is one chunk of this size.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      onwarn(warning, warn) {
        // "use client" in a hundred files of React packages means nothing outside a server-rendering framework.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  worker: { format: 'es' },
});
