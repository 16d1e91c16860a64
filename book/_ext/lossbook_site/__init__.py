"""Everything this site does beyond its theme, in the order in which it happens.

1. The configuration is read: where the site lives, which outputs are still fresh, and where Python for the page and its editor come from.
2. Before reading: the font of the formulas is made, and chapters whose outputs are stale are executed side by side.
3. Each document is read: the glossary's words are collected.
4. All documents are read: chapters become notebooks.
5. Each page is resolved and written: words lead to the glossary, then the page gets what its head and body lack.
6. The last page is written: what is made from pages is made, each step from what the one before it left.

Every handler runs after those of the theme and of other extensions, so this file alone decides the order.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from . import (
    cards,
    chapter_face,
    class_pages,
    course,
    editor_files,
    embeds,
    entry_pages,
    execution,
    first_scripts,
    frame,
    front_page,
    glossary,
    light_pages,
    mathml,
    metadata,
    notebooks,
    offline,
    printable,
    python_files,
    python_pages,
    report,
    repository,
    search_index,
    teaching,
    tidy_pages,
    typesetting,
)

AFTER_ALL_OTHERS = 900


def on_config(app: Sphinx, config: Config) -> None:
    folder = Path(app.srcdir)
    config.html_theme_options = {}  # Jupyter Book sets some that only its own theme has
    repository.set_repository(config, folder)
    repository.set_address(config, folder)
    execution.name_cache(config, folder, Path(app.outdir).parent)
    python_files.prepare(app, config, folder, Path(app.outdir).parent)
    editor_files.prepare(app, folder, Path(app.outdir).parent)


def before_reading(app: Sphinx) -> None:
    mathml.make_font(app)
    light_pages.prepare(app)
    python_pages.prepare(app)
    search_index.take_over(app)
    execution.give_kernels_a_profile(Path(app.outdir).parent)
    execution.execute_ahead(app)


def on_source(app: Sphinx, docname: str, source: list[str]) -> None:
    python_files.mention(app.config, docname, source)


def after_reading(app: Sphinx, env: BuildEnvironment) -> list[str]:
    notebooks.write_all(app, env)
    # The first page counts what there is to do in all chapters, so it is written again.
    return [app.config.root_doc, *course.pages_to_write_again(env)]


def on_doctree(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    if app.builder.name == "html":
        typesetting.set_numbers(doctree)
        chapter_face.add_head(app, doctree, docname)
        glossary.add_links(app, doctree, docname)
        chapter_face.fold(doctree)
        front_page.arrange(app, doctree, docname)


def on_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    search_index.make_page(app, page, context)
    metadata.add_tags(app, page, context, doctree)
    first_scripts.add(context)
    template_of_its_own = front_page.add_to(app, page, context, doctree)
    report.add_link(app, page, context, doctree)
    frame.add(app, page, context, doctree)
    teaching.add_to(app, page, context)
    tidy_pages.gather_styles(context)
    tidy_pages.mend(context)
    python_pages.add_to(app, context)
    light_pages.add_to(
        app, context, front=template_of_its_own is not None
    )  # last: its policy counts every letter of a script
    return template_of_its_own


def after_writing(app: Sphinx, exception: Exception | None) -> None:
    execution.forget_a_failed_build(app, exception)
    if exception or app.builder.name != "html":
        return
    cards.draw_all(app)
    light_pages.write_script(app)
    python_pages.write_scripts(app)
    printable.write(app)
    embeds.write(app)
    class_pages.write(app)
    teaching.write(app)
    search_index.write(app)
    python_files.write(app)
    entry_pages.write(app)  # these carry all they need
    offline.write(app)  # last: its cache is named after every byte


def setup(app: Sphinx) -> dict[str, object]:
    # The first to configure Python's logging decides. Later a colour scheme would show every library's chatter.
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    app.add_config_value("outputs_fingerprint", "", "env", [str])  # a new one: read all chapters again
    app.add_config_value("pages_fingerprint", "", "html", [str])  # a new one: write all pages again
    app.add_config_value("python_folder", "", "env", [str])
    app.add_config_value("repository_address", "", "html", [str])
    app.add_config_value("repository_branch", "", "html", [str])
    app.add_config_value("comments_config", {}, "", [dict])  # Jupyter Book sets it for an extension we leave out
    app.add_html_math_renderer("mathml", (mathml.visit_inline, None), (mathml.visit_block, None))

    app.connect("config-inited", on_config, AFTER_ALL_OTHERS)
    app.connect("builder-inited", before_reading, AFTER_ALL_OTHERS)
    app.connect("source-read", on_source, AFTER_ALL_OTHERS)
    app.add_env_collector(glossary.Collector)
    app.connect("env-updated", after_reading, AFTER_ALL_OTHERS)
    app.connect("doctree-resolved", on_doctree, AFTER_ALL_OTHERS)
    app.connect("html-page-context", on_page, AFTER_ALL_OTHERS)
    app.connect("build-finished", after_writing, AFTER_ALL_OTHERS)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
