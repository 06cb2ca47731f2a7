# One image for web, worker, beat and the one-shot set-up; docker-compose.yml says what each runs.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/var/lib/portal PATH=/app/.venv/bin:$PATH
WORKDIR /app

# The same set-up as `make run`: system libraries, fonts and the run section of requirements.txt.
COPY scripts/setup scripts/requirements scripts/messages scripts/
COPY requirements.txt .
RUN scripts/setup run && rm -rf /var/lib/apt/lists/* ~/.cache

COPY . .
RUN scripts/messages \
 && useradd --system --uid 10001 --home-dir /var/lib/portal --shell /usr/sbin/nologin portal \
 && install --directory --owner=portal --group=portal "$VAR_DIR"

USER portal
VOLUME /var/lib/portal
EXPOSE 8000
CMD ["gunicorn", "exchange.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", "--no-control-socket"]
