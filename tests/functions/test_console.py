"""The console's door: what it serves, what it refuses, and what it lets a browser do."""

import json
import re
from urllib.parse import urlsplit

import pytest
from firstcontact import __version__
from firstcontact.adapters.aws import clients
from firstcontact.adapters.aws.photos import S3Photos
from firstcontact.telemetry import Meter

from functions.console import files
from functions.console import handler as console
from tests.browser.gateway import CLIENT, ConsoleServices, ask, header
from tests.contracts.emulated import pointed_at


@pytest.mark.parametrize("path", ["/", "/review", "/articles/returns"])
def test_a_page_may_only_use_what_is_ours(path: str) -> None:
    policy = header(ask(path), "Content-Security-Policy")
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    photos = " https://uploads.s3.us-east-1.amazonaws.com https://uploads.s3.amazonaws.com"
    assert rules["img-src"] == f"'self'{photos if path == '/review' else ''}"
    assert rules["connect-src"] == "'self' https://cognito-idp.us-east-1.amazonaws.com wss://chat.example.com"
    assert rules["form-action"] == rules["frame-ancestors"] == "'none'"
    assert rules["require-trusted-types-for"] == "'script'"


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
@pytest.mark.parametrize("endpoint", ["", "http://127.0.0.1:4566", "http://localhost:4566"])
def test_the_review_page_may_show_the_photos_wherever_s3_signs_them(
    region: str, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"aws_region": region, **({"aws_endpoint_url": endpoint} if endpoint else {})}
    policy = header(ask("/review", ConsoleServices(**settings)), "Content-Security-Policy")
    images = next(rule for rule in policy.split("; ") if rule.startswith("img-src")).split(" ")
    with pointed_at(endpoint):
        if not endpoint:
            monkeypatch.delenv("AWS_ENDPOINT_URL")
        monkeypatch.setenv("AWS_DEFAULT_REGION", region)
        clients._session.cache_clear()
        signed = urlsplit(S3Photos("uploads", Meter())._link("claims/case_1/clm_1/1", "").url)
    clients._session.cache_clear()
    assert f"{signed.scheme}://{signed.netloc}" in images


@pytest.mark.parametrize("path", ["/", "/review", "/articles/returns", "/assets/chat.js", "/assets/config.json"])
def test_every_answer_is_taken_as_what_it_says_and_says_where_it_came_from_to_nobody(path: str) -> None:
    answer = ask(path)
    assert answer["statusCode"] == 200
    assert header(answer, "X-Content-Type-Options") == "nosniff"
    assert header(answer, "Referrer-Policy") == "no-referrer"


@pytest.mark.parametrize("name", ["chat", "review"])
def test_a_page_holds_no_script_and_no_style_of_its_own(name: str) -> None:
    text = files.page(name).body
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text) == []


@pytest.mark.parametrize("name", ["chat", "review"])
def test_every_link_of_a_page_is_relative_and_leads_somewhere(name: str) -> None:
    links = re.findall(r'(?:href|src)="([^"#]+)"', files.page(name).body)
    for link in links:
        folder, _, file = link.partition("/")
        assert folder == "assets"
        assert files.asset(file.partition("?")[0]) is not None


@pytest.mark.parametrize("name", ["chat", "review"])
def test_a_page_names_every_module_it_needs_so_that_all_load_at_once(name: str) -> None:
    named = set(re.findall(r'"assets/(\w+\.js)', files.page(name).body))
    needed, found = {f"{name}.js"}, set[str]()
    while needed - found:
        module = (needed - found).pop()
        found.add(module)
        served = files.asset(module)
        assert served is not None
        needed |= set(re.findall(r'from "\./(\w+\.js)', served.body))
    assert named == needed


def test_the_settings_say_where_to_sign_in_and_where_to_talk() -> None:
    assert json.loads(ask("/assets/config.json")["body"]) == {
        "user_pool_client_id": CLIENT,
        "cognito_endpoint": "https://cognito-idp.us-east-1.amazonaws.com/",
        "websocket_url": "wss://chat.example.com/live",
    }


def test_on_a_laptop_people_sign_in_at_the_emulator() -> None:
    services = ConsoleServices(aws_endpoint_url="http://127.0.0.1:4566")
    assert json.loads(ask("/assets/config.json", services)["body"])["cognito_endpoint"] == "http://127.0.0.1:4566/"
    assert "http://127.0.0.1:4566" in header(ask("/", services), "Content-Security-Policy")


@pytest.mark.parametrize("file", ["nothing.js", "handler.py", "..%2Fhandler.py", "..", ".", "chat.html", "%00"])
def test_only_the_pages_own_files_are_served(file: str) -> None:
    answer = ask(f"/assets/{file}")
    assert answer["statusCode"] in (400, 404)
    assert header(answer, "Content-Type") == "application/problem+json"


def test_whoever_has_a_file_already_is_only_told_so() -> None:
    first = ask("/assets/chat.js")
    again = ask("/assets/chat.js", headers={"If-None-Match": header(first, "ETag")})
    assert (again["statusCode"], again["body"]) == (304, "")
    assert header(again, "ETag") == header(first, "ETag")


def test_a_file_of_this_release_is_kept_and_anything_else_is_asked_for_again() -> None:
    assert "immutable" in header(ask("/assets/chat.js", query={"v": files.release()}), "Cache-Control")
    for kept_never in (ask("/assets/chat.js", query={"v": "older"}), ask("/assets/chat.js"), ask("/")):
        assert header(kept_never, "Cache-Control") == "no-cache"


def test_modules_import_one_another_by_their_release() -> None:
    body = ask("/assets/chat.js")["body"]
    assert f'from "./thread.js?v={files.release()}"' in body
    assert f'"assets/style.css?v={files.release()}"' in ask("/")["body"]


@pytest.mark.parametrize(
    ("path", "typed", "domain", "base"),
    [
        ("/", "/live/", "shop.example.com", None),
        ("/", "/live", "shop.example.com", "/live/"),
        ("/review", "/live/review", "shop.example.com", None),
        ("/review", "/live/review/", "shop.example.com", "/live/review"),
        ("/", "/live/", None, "/_aws/execute-api/api1/live/"),
        ("/review", "/live/review", None, "/_aws/execute-api/api1/live/review"),
        ("/articles/returns", "/live/articles/returns", "shop.example.com", "/live/"),
        ("/articles/returns", "/live/articles/returns/", None, "/_aws/execute-api/api1/live/"),
    ],
)
def test_relative_links_hold_with_and_without_a_slash(
    path: str, typed: str, domain: str | None, base: str | None
) -> None:
    found = re.findall(r'<base href="([^"]+)">', ask(path, typed=typed, domain=domain)["body"])
    assert found == ([base] if base else [])


def test_an_address_cannot_break_out_of_the_page() -> None:
    body = ask("/review", typed='/live/review/"><script>alert(1)</script>')["body"]
    assert "<script>alert" not in body


def test_an_article_is_read_in_its_language_under_the_name_of_the_page() -> None:
    body = ask("/articles/returns")["body"]
    assert '<html lang="de">' in body
    assert "<title>Return &lt;it&gt;" in body
    assert "<p>Within 30 days.</p>" in body


def test_an_article_that_does_not_exist_is_not_found() -> None:
    answer = ask("/articles/never-written")
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (404, "article_not_found")


def test_health_is_open_and_names_the_version() -> None:
    answer = ask("/health")
    assert json.loads(answer["body"]) == {"status": "ok", "version": __version__}


def test_the_description_is_served_as_it_was_generated(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = tmp_path_factory.mktemp("console") / "openapi.json"
    monkeypatch.setattr(console, "OPENAPI", described)
    console._description.cache_clear()
    missing = ask("/openapi.json")
    assert (missing["statusCode"], json.loads(missing["body"])["code"]) == (404, "not_described")
    described.write_text('{"openapi": "3.1.0"}')
    assert json.loads(ask("/openapi.json")["body"]) == {"openapi": "3.1.0"}
    console._description.cache_clear()


def test_a_suite_without_its_settings_says_so() -> None:
    answer = ask("/", ConsoleServices(websocket_url=""))
    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (503, "misconfigured")
