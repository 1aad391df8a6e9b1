# A Holdfast hub and nothing else: see docs/hub.md.
#   docker build -t holdfast-hub . && docker run -p 4444:4444 holdfast-hub
FROM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
# no install scripts: the hub needs no browser and no Electron
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY scripts scripts
COPY shared shared
COPY electron electron
RUN node scripts/build.mjs --only hub

FROM node:22-alpine
WORKDIR /hub
# one file: the bundle holds all it needs, there is no node_modules
COPY --from=build /build/dist/electron/hub.mjs ./
USER node
EXPOSE 4444
ENV NODE_ENV=production
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4444/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# always port 4444 inside; what follows the image's name on the command line is added
ENTRYPOINT ["node", "hub.mjs", "--port", "4444"]
