# Gatehouse as an image: built in one stage, run in another that holds no compiler, no source and no root.
FROM node:26-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
COPY guard/package.json guard/
COPY server/package.json server/
RUN npm ci --ignore-scripts
COPY tsconfig*.json ./
COPY guard guard
COPY server/src server/src
COPY server/tsconfig.json server/
COPY scripts/bundle.mjs scripts/
RUN node node_modules/typescript/bin/tsc -b guard server && node scripts/bundle.mjs

# Only what the server needs to run; the Node of the base image is the one that runs it.
FROM node:26-bookworm-slim AS packages
WORKDIR /packages
COPY package.json package-lock.json ./
COPY guard/package.json guard/
COPY server/package.json server/
RUN npm ci --ignore-scripts --omit=dev --workspace guard --workspace server

FROM node:26-bookworm-slim
ENV NODE_ENV=production \
    GATEHOUSE_HOST=0.0.0.0 \
    GATEHOUSE_MANAGEMENT_HOST=0.0.0.0 \
    GATEHOUSE_DATABASE=file:/data/gatehouse.db
WORKDIR /gatehouse
COPY --from=packages /packages/node_modules node_modules
COPY --from=packages /packages/package.json ./
COPY --from=build /build/guard/package.json guard/
COPY --from=build /build/guard/dist guard/dist
COPY --from=build /build/server/package.json server/
COPY --from=build /build/server/dist server/dist
COPY server/bin server/bin
RUN mkdir /data && chown 1000:1000 /data
# By number, so that an orchestrator can see that it is not root.
USER 1000:1000
VOLUME /data
# 3000 is for the world, behind TLS; 9000 (livez, readyz, metrics) is for those who operate it.
EXPOSE 3000 9000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9000/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# What docs/operations.md says of memory.
ENV MALLOC_ARENA_MAX=1
ENTRYPOINT ["node", "--no-parallel-scavenge", "--max-semi-space-size=16", "--max-old-space-size=512", "/gatehouse/server/bin/gatehouse.js"]
CMD ["serve"]
