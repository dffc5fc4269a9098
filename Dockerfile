# The desk: pages and REST API over a PostgreSQL store. See docs/running.md.
FROM python:3.13-slim-bookworm AS build
WORKDIR /build
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY src ./src
RUN python -m venv /opt/oxyclaim \
 && /opt/oxyclaim/bin/pip install --no-cache-dir -c constraints.txt ".[web,postgres,pdf,pictures,office,metrics]"

FROM python:3.13-slim-bookworm
# A user of its own, who owns nothing but the folders of papers and of what goes out.
RUN useradd --system --uid 10001 --home-dir /var/lib/oxyclaim --shell /usr/sbin/nologin oxyclaim \
 && install -d -o oxyclaim -g oxyclaim -m 0700 /var/lib/oxyclaim /var/lib/oxyclaim/papers /var/lib/oxyclaim/outbox \
    /var/lib/oxyclaim/fees /var/lib/oxyclaim/payers /var/lib/oxyclaim/backups
COPY --from=build /opt/oxyclaim /opt/oxyclaim
ENV PATH=/opt/oxyclaim/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER oxyclaim
WORKDIR /var/lib/oxyclaim
EXPOSE 8391
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8391/health/ready', timeout=8)"]
ENTRYPOINT ["oxyclaim"]
CMD ["serve"]
