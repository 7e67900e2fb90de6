import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [vue()],
  esbuild: { jsx: "automatic" },
  build: {
    reportCompressedSize: false,
    rollupOptions: { input: ["./react/index.html", "./vue/index.html"] },
  },
});
