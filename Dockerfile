# The bot as a container: docker build -t vigie . && docker run --env-file .env -v vigie-data:/data vigie
FROM node:26-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings its Node; the pinned one of the lock file would be a second. Other optional packages stay: what draws
# pictures is among them, one per platform.
RUN npm ci --omit=dev --ignore-scripts && rm -rf node_modules/node-linux-* node_modules/node-bin-* && npm cache clean --force

FROM node:26-slim
ENV NODE_ENV=production TZ=UTC VIGIE_DATA=/data
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY commands ./commands
COPY feeds ./feeds
COPY dataset ./dataset
COPY src ./src
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# With HTTP_PORT the port is asked; without one there is none to ask, and the process itself is the sign of life.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "const p = process.env.HTTP_PORT; if (!p) process.exit(0); fetch(`http://127.0.0.1:${p}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process: signals reach the bot, and its stop takes at most 10 s.
CMD ["node", "bin/vigie.js", "run"]
