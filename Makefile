# `make` alone lists what there is. What takes more than a line or two stands in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run dev test sbom a11y security lint bench locks clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: ## start the site with its demo on 127.0.0.1:8000 (PORT=… for another)
	@./scripts/run

dev: ## the same with debugging on and reloading at each change
	@./scripts/dev

test: ## run the whole suite (DATABASE_URL=postgres://… for PostgreSQL)
	@./scripts/test

security: ## show each promise about security, privacy and moderation: pass, fail or not shown
	@./scripts/security

lint: ## run every check that is not a test
	@./scripts/lint

bench: ## measure the pages against a bare Django view
	@./bootstrap dev && .venv/bin/python -m bench.run

sbom: ## list what the site is made of (CycloneDX) in var/cairn.cdx.json
	@./bootstrap && .venv/bin/python -m scripts.sbom requirements.lock > var/cairn.cdx.json && echo var/cairn.cdx.json

a11y: ## run axe over the pages that protect people, at 320 px and at 400 % zoom
	@./scripts/test tests/security/test_70_a11y.py -q

locks: ## renew the lock files from pyproject.toml
	@./scripts/locks

clean: ## remove what can be made again (your database and secret key stay)
	rm -rf .venv .uv var/static var/static.stamp .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
