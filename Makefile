# The commands of the portal; each is explained in README.md.
.PHONY: run test check bench screenshots

run:  ## set up what is missing, load the demo once, start web + worker + beat
	@scripts/run

test:  ## set up what is missing, run every test, with a database on SQLite and on PostgreSQL
	@scripts/test

check:  ## the quick part: lint and the fast tests, SQLite only
	@scripts/check

bench:  ## measure jobs, pages and uploads beside references of the same run
	@scripts/bench

screenshots:  ## take the README's pictures of the demo anew
	@scripts/screenshots
