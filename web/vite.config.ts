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
      onLog(level, log, print) {
        // "use client" in a hundred files of React packages means nothing outside a server-rendering framework.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') print(level, log);
      },
    },
  },
  worker: { format: 'es' },
});
