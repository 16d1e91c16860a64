"""The breaks: what is changed where, and the tests of which one must go red."""

from dataclasses import dataclass

REGRESSION = "tests/reference/test_regression.py"
EXACT = "tests/reference/test_exactness.py"
CHECKS = "tests/unit/test_checks.py"
CHAPTERS = "tests/chapters/test_chapters.py"
FORMULAS = "tests/site/test_formulas.py"
FIGURES = "tests/unit/test_figures.py"
EXERCISES = "tests/unit/test_exercises.py"
PAGES = "tests/site/test_site.py::TestPages"
VIEW = "tests/site/test_site.py::test_every_view"
KEYBOARD = "tests/site/test_site.py::TestExplorables::test_by_keyboard[book/mse.html]"
OFFLINE = "tests/site/test_site.py::TestOffline"
HOSTS = "tests/site/test_hosts.py"
CLASS = "tests/site/test_class_pages.py"
REPORT = "_build/html/class_report.html"
WORKER = "_build/html/sw.js"
BUNDLE = "_build/html/_static/site.*.js"
LIVE = "tests/site/test_live_python.py"
LIVE_FILES = "_build/html/_static/live.*/"
ANY_PAGE = "_build/html/book/*.html"
MSE = "_build/html/book/mse.html"


@dataclass(frozen=True)
class Break:
    """A text in a file (or in all files of a pattern that have it), what takes its place, and what must go red."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def in_package(name: str, file: str, old: str, new: str, *tests: str) -> Break:
    return Break(name, f"lossbook/{file}", old, new, tests)


def on_page(name: str, old: str, new: str, *tests: str, page: str = MSE) -> Break:
    return Break(name, page, old, new, tests)


BREAKS = (
    # Formulas and slopes
    in_package("formula times three", "losses/regression.py", "return error * error", "return 3 * error * error", f"{REGRESSION}::test_to_the_last_digit"),
    in_package("half a slope", "losses/regression.py", "return 2 * (predictions - actuals)", "return predictions - actuals", f"{REGRESSION}::test_slope_is_that_of_the_curve"),
    in_package("wrong sign in a formula", "losses/classification.py", "np.maximum(1 - signs * scores, 0)", "np.maximum(1 + signs * scores, 0)", f"{EXACT}::test_last_digits"),
    in_package("wrong sign in a slope", "losses/classification.py", "return (1 - labels) * yes - labels * no", "return (1 - labels) * yes + labels * no", f"{EXACT}::test_last_digits"),
    in_package("digits lost in softmax", "losses/classification.py", "return np.log1p(rest) - _at_class(below, classes)", "return np.log(1 + rest) - _at_class(below, classes)", f"{EXACT}::test_softmax_cross_entropy_loses_nothing"),
    in_package("a width that costs nothing", "losses/likelihood.py", "0.5 * z * z + (log(spread) + _HALF_LN_2_PI)", "0.5 * z * z + _HALF_LN_2_PI", f"{EXACT}::test_bells_and_tents"),
    in_package("nothing times infinity", "losses/likelihood.py", "np.where(error == 0, 0, error * half * half)", "error * half * half", f"{EXACT}::test_bells_with_their_own_spread"),
    in_package("digits lost in a divergence", "losses/likelihood.py", "np.abs(d) < 0.3", "np.abs(d) < 0", f"{EXACT}::test_divergence_loses_nothing_where_two_bets_are_nearly_the_same"),
    in_package("a bias that is charged", "learning/training.py", "charged = (0,)", "charged = (0, 1)", "tests/unit/test_penalties.py::test_training_ends_at_the_fits"),
    in_package("a loser that is pushed up", "explorables/preferences.js", "pushes[other] -= missing", "pushes[other] += missing", f"{FORMULAS}::test_four_soups"),
    in_package("far birds weigh most", "explorables/denoising.js", "Math.exp(least - distance)", "Math.exp(distance - least)", f"{FORMULAS}::test_walk_back"),
    in_package("a bet that pays for being wrong", "explorables/likelihood.js", "-Math.log(sharesOf", "Math.log(sharesOf", f"{FORMULAS}::test_betting_table"),
    in_package("a penalty that is taken off", "explorables/penalties.js", "training + penaltyOf", "training - penaltyOf", f"{FORMULAS}::test_penalty_dial"),
    in_package("a weight that runs past 0", "losses/penalties.py", "np.maximum(np.abs(weights) - learning_rate * self.l1, 0)", "np.abs(weights) - learning_rate * self.l1", "tests/unit/test_penalties.py::test_the_step_is_the_lowest_place_of_penalty_and_way"),
    in_package("a penalty in the training loss", "learning/training.py", "history.penalty.append(penalty.cost(weights)", "history.training_loss.append(penalty.cost(weights)", "tests/unit/test_penalties.py::test_history_keeps_loss_and_penalty_apart"),
    in_package("ridge that averages twice", "learning/fitting.py", "widths + len(away) * dial / widths", "widths + dial / widths", "tests/unit/test_penalties.py::test_fits_are_lowest"),
    in_package("a wrong best constant", "learning/fitting.py", "first / 2 + last / 2", "last + 1", "tests/unit/test_fitting.py::test_each_loss_has_its_own_centre"),
    in_package("weights ignored in a mean", "losses/reduction.py", "np.sum(weights[counts] * losses[counts])", "np.sum(losses[counts])", f"{CHECKS}::TestMeans::test_weights_divide_by_their_sum"),
    in_package("sums in float32", "losses/reduction.py", "losses.ravel(), dtype=np.float64", "losses.ravel(), dtype=np.float32", f"{CHECKS}::TestMeans::test_float32_is_summed_in_float64"),
    in_package("float32 is lost", "losses/arrays.py", "return values  # the usual case", "return values.astype(float)  # the usual case", f"{CHECKS}::TestEveryLoss::test_float32_stays_float32", f"{CHECKS}::test_number_types"),
    in_package("input is written to", "losses/regression.py", "error = predictions - actuals", "predictions -= actuals; error = predictions", f"{CHECKS}::TestEveryLoss::test_input_is_never_written_to"),
    in_package("NaN is accepted", "losses/reduction.py", "if average != average:", "if False:", f"{CHECKS}::TestMeans::test_first_missing_value_is_named"),
    in_package("labels outside 0 to 1 are accepted", "losses/checks.py", "(values >= 0) & (values <= 1)", "values >= 0", CHECKS),
    in_package("a progress bar is needed", "learning/training.py", "import numpy as np", "import numpy as np\nimport tqdm", "tests/unit/test_training.py::test_module_needs_no_progress_bar_library"),
    in_package("a step uphill", "learning/training.py", "-= learning_rate", "+= learning_rate", "tests/unit/test_training.py::test_line_is_found"),
    in_package("a number of the data changed", "datasets/phone_calls.csv", "1951,4.7", "1951,47", "tests/unit/test_datasets.py::test_phone_calls_have_the_published_slope"),
    in_package("wrong formula in JavaScript", "explorables/losses.js", "Math.max(0, 1 - y * s)", "Math.max(0, 1 + y * s)", f"{FORMULAS}::test_every_loss_and_slope"),
    in_package("wrong slope in JavaScript", "explorables/losses.js", "slope: (p, y) => 2 * (p - y)", "slope: (p, y) => p - y", f"{FORMULAS}::test_every_loss_and_slope"),
    in_package("a curve that counts equal scores one by one", "losses/metrics.py", "last = np.append(np.diff(scores[order]) != 0, True)", "last = np.append(np.diff(scores[order]) != 9, True)", "tests/unit/test_metrics.py::test_curve_is_that_of_scikit_learn"),
    in_package("calibration by wrong groups", "losses/metrics.py", 'side="right"', 'side="left"', "tests/unit/test_metrics.py::test_calibration_leaves_out_what_lies_beyond_its_edges"),
    in_package("Adam without its start mended", "learning/optimisers.py", "rate * mean / (1 - 0.9**step)", "rate * mean", "tests/reference/test_code_for_libraries.py::test_paths_are_those_of_pytorch"),
    in_package("semi-hard strangers are passed over", "losses/metric_learning.py", "strangers += ~alike & (apart > near)", "strangers -= ~alike & (apart > near)", "tests/unit/test_metric_learning.py::test_semi_hard_strangers_are_taken_where_there_are_any"),
    in_package("arms of the price bend", "explorables/custom.js", "Math.max(LOW, promise - top / early)", "LOW", f"{FORMULAS}::test_price_of_being_late"),
    Break("a loop in PyTorch that forgets to forget", "book/training_loop.md", "    optimiser.zero_grad()  # forget the old slopes\n", "", ("tests/reference/test_code_for_libraries.py::test_the_loop_in_pytorch_takes_the_steps_that_were_taken_by_hand",)),
    in_package("weights before a threshold", "course/advice.py", 'loss="Binary cross-entropy, and a lower threshold"', 'loss="Binary cross-entropy with weights"', "tests/unit/test_advice.py::test_weights_are_never_tried_before_a_threshold"),
    in_package("a pattern in the clinic", "explorables/bug_clinic.py", "(1, 0, 2, 2, 0, 1, 1, 2, 0, 1, 2, 0)", "(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2)", "tests/unit/test_bugs.py::test_right_causes_are_spread_over_the_places"),
    in_package("InfoNCE that asks from one side", "losses/metric_learning.py", "return (asked(scores, own) + asked(scores.T, own)) / 2", "return asked(scores, own)", "tests/reference/test_info_nce.py::test_losses_are_exact[1.0-0.2]"),
    in_package("a slope without its temperature", "losses/metric_learning.py", "/ (2 * temperature)", "/ 2", "tests/reference/test_info_nce.py::test_slopes_are_those_of_the_sum[0.3]"),
    in_package("a tie that is found", "losses/metrics.py", "(square >= partners[:, None]).sum(axis=1) - 1", "(square > partners[:, None]).sum(axis=1)", "tests/reference/test_info_nce.py::test_who_is_found"),
    in_package("a letter too late", "datasets/__init__.py", "letters[back:]", "letters[back - 1 : -1]", "tests/unit/test_datasets.py::test_windows_hold_the_letters_before"),
    in_package("coins for 27 others", "explorables/next_token.js", "/ (LETTERS.length - 1));", "/ LETTERS.length);", f"{FORMULAS}::test_hundred_coins"),
    in_package("right halves that do not ask", "explorables/contrastive.js", "(left + right) / 2", "left", f"{FORMULAS}::test_table_of_pairs"),
    in_package("a minus before zero", "course/figures.py", "{value + 0.0:.3g} at", "{value:.3g} at", f"{FIGURES}::TestEveryFigure::test_zero_has_no_sign[triplet]"),
    # Exercises, quizzes, figures
    in_package("any number is right enough", "exercises/trying.py", "def agree(got: Any, expected: Any, tolerance: float = 1e-9)", "def agree(got: Any, expected: Any, tolerance: float = 1e-1)", f"{EXERCISES}::test_agreement_is_not_loose"),
    in_package("a mistake is accepted", "exercises/exercise.py", "    tolerance: float = 1e-9\n", "    tolerance: float = 10\n", f"{EXERCISES}::test_each_known_mistake_gets_its_own_hint"),
    in_package("a mistake named by chance", "exercises/engine.py", "MOST = 0.6", "MOST = 0.0", "tests/unit/test_engine.py::test_a_mistake_is_named_if_it_agrees_mostly_and_not_by_chance"),
    in_package("a rare slip named by chance", "exercises/engine.py", "NUMBERS = 3", "NUMBERS = 1", "tests/unit/test_engine.py::test_a_rare_slip_is_named_if_several_numbers_speak_for_it"),
    in_package("inputs in another order not seen", "exercises/trying.py", "mine != asked and sorted(mine) == sorted(asked)", "mine != asked and sorted(mine) != sorted(asked)", "tests/unit/test_engine.py::test_inputs_in_another_order_are_named_before_what_came_out"),
    in_package("a likeness said to be sure", "exercises/engine.py", 'return verdict(f"{thought} {MOSTLY}", place)', "return verdict(thought, place)", "tests/unit/test_engine.py::test_a_mistake_is_named_if_it_agrees_mostly_and_not_by_chance"),
    in_package("a probe too few", "exercises/custom.py", "            (9, 8.594429),\n", "", f"{EXERCISES}::test_what_differs_from_the_solution_somewhere_is_refused[custom.late_loss]"),
    in_package("feedback hands over the value", "exercises/engine.py", "exercise.probes[place])}. Yours gave {value}.", "exercise.probes[place])} should give {say(expected[place])}. Yours gave {value}.", f"{EXERCISES}::test_no_feedback_hands_over_the_value_that_was_asked_for"),
    in_package("a hint is lost", "exercises/mse.py", '            "return (sum(squares) / len(squares)) ** 0.5",\n', "", f"{EXERCISES}::test_hints_have_three_rungs_and_tell_mistakes_apart"),
    in_package("a wrong number in the answer to a twin", "exercises/mse.py", "owns 27 of 28 parts", "owns 27 of 27 parts", f"{EXERCISES}::test_numbers_in_the_answer_to_a_twin_are_worked_out[mse.mse]"),
    in_package("wrong code in the answer to a twin", "exercises/hinge.py", "return max(0, 1 - sign * score) ** 2", "return max(0, 1 - sign * score ** 2)", f"{EXERCISES}::test_code_in_the_answer_to_a_twin_works[hinge.hinge]"),
    in_package("a twin gives its answer away", "exercises/custom.py", "Which ratio of costs have you assumed?", "Which ratio of costs have you assumed? (19 to 1.)", f"{EXERCISES}::test_answers_to_twins_are_short_and_kind[custom.share_in_time]"),
    in_package("no answer to a twin", "exercises/report.py", "{details('Answer to the twin', answer)}", "", "tests/unit/test_engine.py::test_a_twin_without_code_is_answered_in_words"),
    in_package("feedback of another option", "quizzes/mse.toml", "10 is the second miss itself, not a ratio.", "That is the ratio of the misses. Squaring squares the ratio too: 5 times 5.", "tests/unit/test_quizzes.py::test_options_differ_and_answer"),
    in_package("feedback that says yes twice", "quizzes/intro.toml", "A distance has no direction.", "Yes. A distance has no direction.", "tests/unit/test_quizzes.py::test_feedback_does_not_say_twice_whether_it_is_right"),
    in_package("a hint that crashes on a list", "exercises/categorical_cross_entropy.py", '"powers = np.exp(scores - np.max(scores, axis=-1, keepdims=True))",', '"powers = np.exp(scores - scores.max(axis=-1, keepdims=True))",', f"{EXERCISES}::test_last_hint_works_in_the_solution"),
    in_package("the wrong end of a tie", "learning/fitting.py", "min if gentlest else max", "max if gentlest else min", "tests/unit/test_fitting.py::test_both_ends_of_a_tie_can_be_had"),
    in_package("a dent in a valley", "losses/regression.py", "return np.abs(predictions - actuals)", "return np.sqrt(np.abs(predictions - actuals))", "tests/unit/test_catalogue.py::test_losses_of_the_first_chapters_are_convex"),
    in_package("a quiz without a right answer", "quizzes/mse.toml", "right = true, ", "", "tests/unit/test_quizzes.py"),
    in_package("labels of figures too small", "course/figures.py", '"font.size": 12.5', '"font.size": 7.5', f"{FIGURES}::TestEveryFigure::test_letters_are_large_enough_on_a_phone"),
    in_package("figures say nothing", "course/figures.py", 'aria-label="{escape(alt)}"', 'aria-label=""', f"{FIGURES}::TestEveryFigure::test_alternative_text_has_numbers"),
    # Chapters
    Break("a cell of 16 lines", "book/mse.md", "```{code-cell} ipython3\n", "```{code-cell} ipython3\n" + "_ = 1\n" * 16, (f"{CHAPTERS}::TestEveryNotebook::test_cells_are_short[mse]",)),
    Break("a line of code of 77 columns", "book/mse.md", "```{code-cell} ipython3\n", "```{code-cell} ipython3\n_ = " + "1" * 73 + "\n", (f"{CHAPTERS}::TestEveryNotebook::test_code_fits_its_column[mse]",)),
    Break("a typed number", "book/mse.md", "\n## Exercises", "\nThe result is 3.14159.\n\n## Exercises", (f"{CHAPTERS}::TestEveryNotebook::test_no_number_with_decimals_is_typed[mse]",)),
    Break("an unkind word", "book/mse.md", "\n## Exercises", "\nThis is obviously true.\n\n## Exercises", (f"{CHAPTERS}::TestEveryNotebook::test_words_are_kind_and_plain[mse]",)),
    Break("a chapter without its end", "book/mse.md", "{admonition} Remember", "{admonition} Predict", (f"{CHAPTERS}::TestEveryChapter::test_has_its_parts_in_order[mse]",)),
    Break("a wrong sign in R²", "book/mse.md", r"R^2 = 1 - \frac", r"R^2 = 1 + \frac", ("tests/reference/test_formulas.py::test_pages[mse]",)),
    Break("width paid for", "book/hinge.md", r"+ C \sum_{i=1}^{n} \ell_i", r"- C \sum_{i=1}^{n} \ell_i", ("tests/reference/test_formulas.py::test_pages[hinge]",)),
    Break("something to try without its answer", "book/mae.md", ":::{admonition} Answers to Try it\n:class: dropdown", ":::{admonition} Go deeper\n:class: dropdown", (f"{CHAPTERS}::TestEveryChapter::test_what_there_is_to_try_has_its_answers_below[mae]",)),
    # What is installed and published
    Break("an action that is not pinned", ".github/workflows/site.yml", "actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683", "actions/checkout@main", ("tests/unit/test_publishing.py",)),
    Break("a package that is not pinned", "requirements.txt", "jupyterlab==", "jupyterlab>=", ("tests/unit/test_publishing.py",)),
    Break("a damaged file counts", "book/_ext/lossbook_site/python_sources.py", ' and digest(path.read_bytes()) == pin["sha256"]', "", ("tests/unit/test_python_files.py::TestSources",)),
    Break("sums of what was not trimmed", "book/_ext/lossbook_site/python_files.py", 'entry["sha256"] = ', 'entry["sum"] = ', ("tests/unit/test_python_files.py::TestTheFolder",)),
    Break("no source fails the build", "book/_ext/lossbook_site/python_files.py", "            return None\n        keep_made", "        keep_made", ("tests/unit/test_python_files.py::TestWithoutASource",)),
    # The built site
    on_page("a dead slider", 'input.addEventListener("input", () => change(Number(input.value)));', "", KEYBOARD),
    on_page("a slider that moves only itself", "change(Number(input.value))", "input.nextSibling", KEYBOARD),
    on_page("a slow explorable that never draws", "requestAnimationFrame(() => {", "(() => {})(() => {", "tests/site/test_site.py::test_explorables_answer_at_once"),
    on_page("a console error", "</body>", '<script src="nowhere.js"></script></body>', f"{VIEW}[book/mse.html]"),
    on_page("a request leaves the site", "</body>", '<img alt="" src="https://example.org/pixel.png"></body>', f"{VIEW}[book/mse.html]"),
    on_page("an accessibility violation", "</article>", '<input type="text"></article>', f"{VIEW}[book/mse.html]"),
    on_page("pale words", "</article>", '<p style="color: #bbb; background: #fff">pale</p></article>', f"{VIEW}[book/mse.html]"),
    on_page("wider than a phone", "</article>", '<p style="width: 700px">wide</p></article>', f"{VIEW}[book/mse.html]"),
    on_page("a picture without words", 'role="img" aria-label="The loss of', 'role="img" data-said="The loss of', f"{VIEW}[book/mse.html]"),
    in_package("limits that are none", "explorables/addresses.py", " or isinf(low) or isinf(high)", "", "tests/unit/test_addresses.py::test_rules"),
    in_package("a mansion that no link moves", "explorables/mae.py", "Number(MANSION).tag(sync=True, span=(190, 10_000))", "Number(MANSION).tag(sync=True)", "tests/unit/test_addresses.py::TestEveryExplorable"),
    on_page("a guess from an address, however far", '"guess":{"span":[150,1050]}', '"guess":{"span":[-1e9,1e9]}', "tests/site/test_embeds.py::test_what_does_not_fit_is_ignored", page="_build/html/embed/mse.html"),
    on_page("a link without the state", "link.hash = toAddress(place.model?.changed ?? {}, rules);", "", "tests/site/test_embeds.py::TestShare::test_the_link_says_what_was_changed", page=BUNDLE),
    on_page("no security policy", '<meta http-equiv="Content-Security-Policy"', '<meta name="policy"', f"{PAGES}::test_runs_no_script_but_its_own"),
    on_page("a page that looks for Python elsewhere", 'data-python-folder="../', 'data-python-folder="', "tests/site/test_python_folder.py"),
    on_page("a copy of Python at the first visit", "self.FILES = [", 'self.FILES = ["_static/python.0123456789ab/pyodide.mjs", ', "tests/site/test_python_folder.py", page=WORKER),
    on_page("a search without an index", "globalThis.SEARCH_INDEX", "globalThis.SEARCH", "tests/site/test_search.py::test_from_a_disk_and_under_a_path", page="_build/html/search_index.js"),
    on_page("a search that misreads nothing", "const near = this.nearest(word)", "const near = []", "tests/site/test_search.py::test_says_how_a_misspelling_was_read", page="_build/html/search_index.js"),
    on_page("a search that takes questions for HTML", "status.textContent =", "status.innerHTML =", "tests/site/test_search.py::test_nothing_asked_becomes_an_element", page="_build/html/search_index.js"),
    on_page("chapters after lists of references", "[1, 0.7, 0.2]", "[0.2, 0.7, 1]", "tests/site/test_search.py::test_chapters_come_first_and_lists_of_references_last", page="_build/html/search_index.js"),
    on_page("no description", '<meta name="description"', '<meta name="words"', f"{PAGES}::test_descriptions_differ"),
    on_page("a swapped title", "<title>Mean squared error", "<title>Mean absolute error", f"{PAGES}::test_is_small_and_says_what_it_is[book/mse.html]"),
    on_page("a heavy page", "</body>", "<!-- " + " ".join(str(n * n * 7919 % 1_000_003) for n in range(90_000)) + " --></body>", f"{PAGES}::test_is_small_and_says_what_it_is[book/mse.html]"),
    on_page("a link to a word that is not in the glossary", 'id="term-convex"', 'id="term-concave"', "tests/site/test_site.py::test_first_uses_lead_to_the_glossary", page="_build/html/book/glossary.html"),
    on_page("a dead link for lost readers", 'href="/book/mse.html" data-place="book/mse.html"', 'href="/book/msee.html" data-place="book/msee.html"', f"{PAGES}::test_lost_readers_find_the_way", page="_build/html/404.html"),
    on_page("a notebook gone", '.ipynb"', '.txt"', "tests/site/test_site.py::test_notebook_can_be_downloaded[mse]"),
    on_page("numbers by hand are not recognised", "Math.abs(value - known)", "Math.abs(value + known)", "tests/site/test_site.py::test_numbers_by_hand_are_recognised"),
    on_page("a link to nowhere on the whole course", 'id="glossary--term-loss"', 'id="glossary--term-lost"', "tests/site/test_site.py::TestWholeCourse::test_every_page_is_there_and_every_link_leads_somewhere", page="_build/html/whole_course.html"),
    on_page("a broken service worker", "await self.skipWaiting();", "await self.skipWaitingg();", OFFLINE, page="_build/html/sw.js"),
    on_page("a stale page", "return await fetch(request", "return copy ?? await fetch(request", OFFLINE, page="_build/html/sw.js"),
    on_page("progress cannot be forgotten", "removeItem(name)", "getItem(name)", "tests/site/test_front.py::TestProgress", page="_build/html/_static/site.*.js"),
    # Hosts that fail, editions side by side, browsers that keep nothing
    on_page("redirected pages in the copy", "new Response(response.body, { status: file === LOST ? 404 : 200, headers })", "response", f"{HOSTS}::TestTheCopy::test_without_a_network", page=WORKER),
    on_page("no copy of the root", 'place.endsWith("/")', "false", f"{HOSTS}::TestTheCopy::test_without_a_network", page=WORKER),
    on_page("a host in trouble is shown", "response.status >= 500 ||", "", f"{HOSTS}::TestTheCopy::test_of_a_host_that_fails", page=WORKER),
    on_page("a silent host is waited for", "PATIENCE = 3000", "PATIENCE = 15000", f"{HOSTS}::TestTheCopy::test_of_a_host_that_keeps_silent", page=WORKER),
    on_page("a withdrawn page comes back", "response.status >= 500", "response.status >= 400", f"{HOSTS}::TestTheCopy::test_a_page_that_was_taken_away_stays_away", page=WORKER),
    on_page("one copy for all editions", "`lossbook ${new URL(ROOT).pathname} `", '"lossbook "', f"{HOSTS}::TestTwoEditions::test_each_keeps_its_copy", page=WORKER),
    on_page("a new build takes the open page's script", "if (!whole) return await", "return await", f"{HOSTS}::TestANewBuild", page=WORKER),
    on_page("half a copy takes up room", "await caches.delete(CACHE);", "", f"{HOSTS}::test_no_room_for_a_copy_is_said_once", page=WORKER),
    on_page("one progress for all editions", "KEY = `lossbook:${PATH}`", 'KEY = "lossbook:"', f"{HOSTS}::TestTwoEditions::test_each_keeps_its_progress", page=BUNDLE),
    on_page("progress of the first edition is lost", "\nadopt();", "\n", f"{HOSTS}::TestTwoEditions::test_each_keeps_its_progress", page=BUNDLE),
    on_page("storage that throws", "real = globalThis[area];", "real = globalThis[area]; return;", f"{HOSTS}::test_where_storage_is_refused_all_works", page=ANY_PAGE),
    on_page("no word that nothing is kept", "if (localStorage.refused) sayOnce(near);", "", f"{HOSTS}::test_where_storage_is_refused_all_works", page=BUNDLE),
    on_page("a frame that may not send forms", 'if (origin === "null"', 'if (origin === "never"', f"{HOSTS}::test_in_a_frame_that_is_shut_off_all_works", page=MSE),
    on_page("an old page without its script", "location.reload()", "void 0", f"{HOSTS}::TestANewBuild", page="_build/html/book/mae.html"),
    on_page("lost readers go astray", "link.href = new URL", "link.title = new URL", f"{HOSTS}::TestLostReaders", page="_build/html/404.html"),
    # Progress as a file, and the class report
    on_page("words of a file become HTML", 'make("summary", {}, make("strong", {}, counted(many, "student"))', 'Object.assign(make("summary"), { innerHTML: message }, make("strong", {}, counted(many, "student"))', f"{CLASS}::TestClassReport::test_names_what_it_leaves_out_and_reads_the_rest", page=REPORT),
    on_page("a file overwrites what is here", "Array.isArray(ours) ? [...new Set([...ours, ...theirs])] : ours ?? theirs", "theirs", f"{CLASS}::TestMyProgress::test_adds_to_what_is_here_and_loses_nothing", page="_build/html/my_progress.html"),
    on_page("a box that was ticked counts as solved", "each.solved += how === true", "each.solved += Boolean(how)", f"{CLASS}::TestClassReport::test_keeps_apart_what_was_found_right_and_what_was_ticked", page=REPORT),
    on_page("nothing comes back", "localStorage.setItem(name, value)", "void 0", f"{CLASS}::TestMyProgress::test_forgets_and_undoes_it", page="_build/html/my_progress.html"),
    on_page("a comma is no decimal point", "[.,]?(\\d*)", "[.]?(\\d*)", "tests/site/test_site.py::test_numbers_by_hand_are_read_as_people_write_them", page="_build/html/book/intro.html"),
    on_page("a spreadsheet that runs a name", 'replace(/^\\s*[=+', 'replace(/^[', f"{CLASS}::TestClassReport::test_the_table_for_spreadsheets_runs_nothing", page=REPORT),
    on_page("an old file of a student counts", "student.saved < before.saved", "student.saved > before.saved", f"{CLASS}::TestClassReport::test_names_what_it_leaves_out_and_reads_the_rest", page=REPORT),
    on_page("the first answer is forgotten", "[...before, ...open]", "[...open]", f"{CLASS}::TestMyProgress::test_goes_to_another_browser_with_all_that_was_done", page=BUNDLE),
    # Python in the page
    on_page("Python is asked for before the first press", "if (offered && Array", "if (offered || Array", f"{LIVE}::TestInChromium::test_nothing_is_asked_for_before_the_first_press", page=BUNDLE),
    on_page("new output beside the old", "if (this.#clear) this.box.replaceChildren();", "", f"{LIVE}::TestInChromium::test_a_cell_shows_what_the_page_showed", page=f"{LIVE_FILES}output.js"),
    on_page("edits are lost", "localStorage.setItem(name(cell), cell.source)", "void 0", f"{LIVE}::TestInChromium::test_edits_are_marked_kept_and_taken_back", page=f"{LIVE_FILES}edits.js"),
    on_page("a loop goes on", "return 2;", "return 0;", f"{LIVE}::TestInChromium::test_a_loop_stops_and_variables_stay", page=f"{LIVE_FILES}worker.js"),
    on_page("readers' code has the network", "  close();", "", f"{LIVE}::TestInChromium::test_the_network_is_gone", page=f"{LIVE_FILES}worker.js"),
    on_page("a trap for the keyboard", "indents && indent(...key)", "indent(...key)", f"{LIVE}::TestInChromium::test_the_editor_lets_the_keyboard_go", page=f"{LIVE_FILES}prism.js"),
    on_page("a worker without a policy", 'headers.set("content-security-policy", ITS_POLICY);', "", f"{LIVE}::test_runs_without_a_network_and_by_a_policy_of_its_own", page=WORKER),
    in_package("hidden cells are shown", "in_page/runner.py", "page.begin(number, other.cell, silent=True)", "page.begin(number, other.cell)", "tests/unit/test_runner.py::TestRun::test_hidden_cells_run_first_and_silently"),
    in_package("a flood", "in_page/runner.py", "self._parts.append(text[:room])", "self._parts.append(text)", "tests/unit/test_runner.py::TestOutput::test_is_cut_once"),
    in_package("names of other cells are not looked for", "in_page/names.py", "if bound & missing:", "if False:", "tests/unit/test_runner.py::TestNames"),
    # Lessons and worksheets
    on_page("a plan that takes longer than its lesson", '<span class="minutes">25 min</span>', '<span class="minutes">30 min</span>', "tests/site/test_teaching.py::TestEveryLesson::test_plans_add_up[mse]", page="_build/html/teach/mse.html"),
    on_page("a gap that is filled in", '<td class="lb-gap"></td>', '<td><span class="pasted-text">400</span></td>', "tests/site/test_teaching.py::TestEveryLesson::test_paper_is_enough_and_nothing_is_given_away[mse]", page="_build/html/worksheets/a4/mse.html"),
    on_page("another letter on the sheet of answers", "<b>C</b> 25 times", "<b>A</b> 25 times", "tests/site/test_teaching.py::TestEveryLesson::test_each_task_has_its_answer[mse]", page="_build/html/worksheets/a4/mse.html"),
    Break("a demonstration that shows something else", "book/teaching.toml", 'state = "prediction=-1&guess=240"', 'state = "prediction=-1&guess=230"', ("tests/site/test_teaching.py::test_vote_and_demonstration_are_those_of_the_picture[mse]",)),
    Break("a demonstration that is true from the start", "book/teaching.toml", 'says = "Loss: −ln 0.468 = 0.759."', 'says = "Right: dog"', ("tests/site/test_teaching.py::test_vote_and_demonstration_are_those_of_the_picture[categorical_cross_entropy]",)),
    Break("a number that is worked out above", "book/_ext/lossbook_site/paper_numbers.py", "and not stands(each[1], worked) and", "and", ("tests/unit/test_lessons.py::TestNumbersForPaper::test_not_what_stands_above_it",)),
    on_page("an answer that stands in the example", "The loss. <b>12</b>", "The loss. <b>25.5</b>", "tests/site/test_teaching.py::TestEveryLesson::test_nothing_is_asked_that_was_worked_out_above[huber]", page="_build/html/worksheets/a4/huber.html"),
    Break("a task for a computer on paper", "book/_ext/lossbook_site/paper_numbers.py", r"|\b[Tt]ry every\b", "", ("tests/unit/test_extensions.py::test_examples_in_docstrings",)),
    Break("a course plan whose sum is wrong", "book/teaching.md", "| **together** | **76** |", "| **together** | **67** |", ("tests/unit/test_lessons.py::test_minutes_of_a_course_plan_add_up",)),
    Break("code whose hyphens become minus signs", "book/_ext/lossbook_site/typesetting.py", "AS_TYPED = (nodes.literal, ", "AS_TYPED = (", ("tests/unit/test_face.py::test_numbers_are_set_as_print_sets_them_and_code_is_left_as_it_is",)),
    Break("a word that hides in a longer one is linked", "book/_ext/lossbook_site/glossary.py", "        if entry.anchor in linked:", "        if False:", ("tests/unit/test_face.py",)),
    Break("words before a link are lost", "book/_ext/lossbook_site/glossary.py", "parts += [nodes.Text(words[end : found.start()]), link]", "parts += [link]", ("tests/unit/test_face.py",)),
    on_page("a word is linked in its other sense", 'title="The size of a miss, without its sign"', 'title="Prediction minus actual value"', "tests/site/test_site.py::test_a_word_with_two_senses_leads_to_the_glossary_where_it_has_this_one", page="_build/html/book/mae.html"),
    on_page("a picture as small on a whole screen", "scale(${times})", "scale(1)", "tests/site/test_embeds.py::test_a_whole_screen_has_the_whole_picture_and_it_can_be_dragged", page="_build/html/embed/mse.html"),
    in_package("a chapter for a student", "handed_in/notebooks.py", " or _CHAPTER.match(path.stem)", "", "tests/unit/test_handed_in.py::TestReading::test_a_notebook_called_like_a_chapter_is_its_folders"),
    in_package("good results written over", "handed_in/command.py", "if not any(path.exists() for path in paths)", "if not paths and False", "tests/unit/test_handed_in.py::TestReading::test_a_folder_that_is_not_there_leaves_results_as_they_are"),
    Break("what was forgotten comes back", BUNDLE, "if (forgotten) return;", "", ("tests/site/test_front.py::TestProgress::test_what_was_forgotten_does_not_come_back_on_leaving",)),
    on_page("a best answer where there is none", "new Set(answers()).size < 2", "false", "tests/site/test_site.py::test_pictures_are_true_at_their_far_ends", page="_build/html/embed/loss_lab.html"),
    on_page("a slope where it jumps", "none, it jumps here", "0", "tests/site/test_site.py::test_pictures_are_true_at_their_far_ends", page="_build/html/embed/loss_vs_accuracy.html"),
    on_page("a bet that is changed afterwards", 'get("turned") ? {} : bet', "bet", "tests/site/test_site.py::test_a_bet_stands_once_the_letter_is_turned_over", page="_build/html/embed/next_token.html"),
    in_package("a loop made endless", "exercises/patterns.py", " or _may_not_end(code)", "", "tests/unit/test_engine.py::test_code_that_ended_by_itself_is_not_changed_into_code_that_does_not"),
    in_package("an array without axes", "exercises/trying.py", "return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value", "return value", "tests/unit/test_engine.py::test_a_number_of_numpy_without_axes_is_a_number"),
    in_package("branches taken for values", "exercises/no_number.py", "any(value is not None for value in given)", "len(given) > 1", "tests/unit/test_engine.py::test_two_branches_without_a_return_hear_of_return"),
    in_package("places that Python does not keep", "explorables/traits.py", "PLACES = 200", "PLACES = 100", "tests/unit/test_explorables.py::test_javascript_keeps_as_many_places_as_python"),
    Break("a try that is not kept", LIVE_FILES + "exercises.js", "lossbook-tried", "lossbook-tired", (f"{LIVE}::TestInChromium::test_a_try_is_kept_with_the_thought_and_its_code",)),
    on_page("a page that does not stay", "keepPage(response.clone())", "0", f"{OFFLINE}::test_pages_for_few_readers_stay_once_they_were_opened", page="_build/html/sw.js"),
    Break("what is pressed waits", BUNDLE, "if (!live) await bring();", "await bring();", ("tests/site/test_live_python.py::TestInChromium::test_what_is_pressed_is_done_before_what_is_typed_next",)),
    Break("a misconception that the chapter does not name", "book/_ext/lossbook_site/lessons.py", "claim.said.startswith(script.against)", "True", ("tests/unit/test_lessons.py::test_a_demonstration_against_what_nobody_said_fails_the_build",)),
    # What a class hands in, and a server for it
    in_package("a cell that judges itself", "handed_in/sandbox.py", 'if kind == "right" and not _is_right(exercise, values):', "if False:", "tests/unit/test_handed_in.py::test_right_is_not_believed_without_the_values"),
    in_package("a spreadsheet that computes a name", "handed_in/results.py", "return f\"'{text}\" if", "return text if", "tests/unit/test_handed_in.py::TestResults::test_a_spreadsheet_computes_nothing"),
    in_package("code of a class in the page", "handed_in/results.py", "escape(code[text][:_CODE])", "code[text][:_CODE]", "tests/unit/test_handed_in.py::TestResults::test_a_page_runs_nothing"),
    Break("a hub for everybody", "deploy/jupyterhub/on_this_machine.py", 'bind_url = f"http://127.0.0.1', 'bind_url = f"http://0.0.0.0', ("tests/unit/test_deploy.py::test_make_hub_listens_to_this_machine_and_asks_for_a_password",)),
    Break("notebooks that cannot be merged", "deploy/jupyterhub/notebooks-repository", '--message "Begin"', '--message "Begin $$"', ("tests/unit/test_deploy.py::test_a_newer_image_leaves_a_students_work_alone_and_brings_what_is_new",)),
)  # fmt: skip
