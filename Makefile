# Every target works on a fresh machine that has Python 3.11 or newer, git and make.
PYTHON ?= python3
CHROMIUM ?= $(firstword $(shell command -v chromium chromium-browser google-chrome) chromium)
BIN := .venv/bin
BOOK := $(BIN)/jupyter-book build . -W -n --keep-going -q
# What goes wrong is told on the standard error; the rest of what Jupyter Book says is left out.

.PHONY: book test check notebooks breaks mutants peers bench bench-page bench-class bench-hub pdf worksheets serve lab hub hub-schema format lock clean

book: .venv/book  ## the website, in _build/html
	@echo "Building the book. The first time every chapter is run, which takes about a minute."
	@$(BOOK) >/dev/null
	@echo "The book is built. Open file://$(CURDIR)/_build/html/index.html"

# A plain `pytest` runs all tests. `make test` leaves out those marked "whole" (see pyproject.toml), and `make check` runs
# these and two more: all published notebooks once again, and the proof that the tests can fail.
test: .venv/test book  ## in three minutes: code style, lossbook, exercises, one pass over the site in Chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deno fmt --check
	$(BIN)/deno lint
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not whole"

check: .venv/test book  ## in half an hour, what `make test` leaves out: other browsers, every width and colour, notebooks, breaks
	$(BIN)/python -m pytest -n 2 --dist loadfile -m whole
	$(MAKE) notebooks breaks

notebooks: .venv/test book  ## run every published notebook, and compare what comes out with what the site shows
	$(BIN)/python -m pytest -n 2 --dist loadfile -o addopts= --nbval --nbval-current-env _build/published

breaks: .venv/test book  ## break the site and the package in many ways, and see for each that a test goes red
	$(BIN)/python -m tests.breaks

mutants: .venv/mutants  ## thousands of small changes to losses, learning and the checker of exercises: do tests notice?
	$(BIN)/python -m tests.mutants

peers: .venv/peers  ## the libraries lossbook is compared with (PyTorch and others, large)

bench: .venv/peers  ## lossbook against its peers: speed, memory and last digits
	$(BIN)/python benchmarks/losses.py
	$(BIN)/python -m tests.reference.test_exactness

bench-page: .venv/test book  ## Python in the page against JupyterLite and bare Pyodide: speed, bytes, memory, in six minutes
	$(BIN)/python -m benchmarks.in_page

bench-class: .venv/test book  ## how long the class report takes for 30, 300 and 3,000 files
	$(BIN)/python -m benchmarks.class_report

pdf: book  ## the whole course as one PDF, in _build/lossbook.pdf, printed by Chromium
	$(CHROMIUM) --headless --no-sandbox --disable-gpu --no-pdf-header-footer --generate-pdf-document-outline \
	  --print-to-pdf=_build/lossbook.pdf "file://$(CURDIR)/_build/html/whole_course.html" 2>/dev/null

worksheets: book  ## a sheet for each chapter and its answers, on A4 and Letter, as PDFs in _build/worksheets/, printed by Chromium
	@for page in _build/html/worksheets/*/*.html; do \
	  sheet="_build/$${page#_build/html/}"; sheet="$${sheet%.html}.pdf"; mkdir -p "$${sheet%/*}"; \
	  $(CHROMIUM) --headless --no-sandbox --disable-gpu --no-pdf-header-footer --print-to-pdf="$$sheet" "file://$(CURDIR)/$$page" 2>/dev/null \
	    || { echo "$$page could not be printed. Is Chromium here? Tried: $(CHROMIUM)"; exit 1; }; \
	done
	@echo "The worksheets are in _build/worksheets."

serve: book  ## build, watch, and serve on this machine; reload the page after a change
	@echo "Open http://127.0.0.1:8000/ (Ctrl-C stops)"
	@trap 'trap - INT TERM EXIT; kill 0' INT TERM EXIT; \
	$(BIN)/watchfiles --ignore-paths "$(CURDIR)/book/.ipynb_checkpoints" "sh -c '$(BOOK) >/dev/null && echo Built.'" index.md book lossbook _config.yml _toc.yml & \
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

lab: book  ## JupyterLab, with the chapters as notebooks in book/
	@$(BIN)/python book/_ext/lossbook_site/readers_copies.py _build/notebooks .
	$(BIN)/jupyter lab --ip=127.0.0.1 book/intro.ipynb

hub: .venv/hub book  ## JupyterHub on this machine, for trying out a class (Linux and macOS); see deploy/jupyterhub
	@deploy/jupyterhub/notebooks-repository _build/notebooks _build/hub/lossbook
	$(BIN)/jupyterhub -f deploy/jupyterhub/on_this_machine.py

bench-hub: .venv/hub book  ## JupyterHub on this machine with 2, 5, 10 and 20 students at once
	$(BIN)/python -m benchmarks.hub

hub-schema: .venv/hub  ## do the values for JupyterHub fit the chart? SCHEMA is its values.schema.yaml
	$(BIN)/python deploy/jupyterhub/check_values.py $(SCHEMA)

format: .venv/test  ## code style, where a machine can mend it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/deno fmt
	$(BIN)/deno lint --fix

lock: .venv/book  ## newest allowed versions of everything, with hashes
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" \
	  --extra book pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" \
	  --extra book --extra test -c requirements.txt pyproject.toml -o requirements-test.txt
	$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" \
	  --extra book --extra hub -c requirements.txt pyproject.toml -o requirements-hub.txt
	cp requirements.txt binder/requirements.txt

clean:  ## forget everything that was made
	rm -rf .venv _build book/*.ipynb lossbook.egg-info

# lossbook itself is installed editable and without dependencies, built with the locked setuptools.
.venv/book: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/test: .venv/book requirements-test.txt
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-test.txt
	@touch $@

.venv/hub: .venv/book requirements-hub.txt
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-hub.txt
	@touch $@

.venv/mutants: .venv/test
	$(BIN)/pip install -q --disable-pip-version-check mutmut==3.8.1
	@touch $@

.venv/peers: .venv/test requirements-peers.txt
	$(BIN)/pip install -q --disable-pip-version-check -r requirements-peers.txt
	@touch $@
