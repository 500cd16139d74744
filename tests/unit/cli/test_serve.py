import http.client
import threading
import urllib.error
import urllib.request

import pytest

from barometre_pipeline.cli.serve import publication_server, start_page
from barometre_pipeline.errors import InputError
from barometre_pipeline.folders import dagster_home
from barometre_pipeline.publication.verification.look import style_source
from barometre_pipeline.writer import COMMAND_LINE, writing


@pytest.fixture
def lake(tmp_path):
    report = tmp_path / "publication" / "site"
    report.mkdir(parents=True)
    (report / "index.html").write_text("<h1>Baromètre</h1>", encoding="utf-8")
    (tmp_path / "bronze.txt").write_text("hors de la publication", encoding="utf-8")
    return tmp_path


def test_a_page_says_first_that_a_run_writes_in_the_lake_and_a_frozen_version_does_not(
    address, lake, tmp_path
):
    page = lake / "publication" / "site" / "2031.html"
    page.write_text('<html><body class="page"><h1>2031</h1></body></html>', encoding="utf-8")
    frozen = lake / "publication" / "versions" / "2031" / "1.0" / "page.html"
    frozen.parent.mkdir(parents=True)
    frozen.write_bytes(page.read_bytes())
    with writing(lake, dagster_home(lake), COMMAND_LINE, print):
        _, headers, told = _ask(address, "/site/2031.html")
        assert '<body class="page"><p role="status">' in told and "écrit dans ce lac" in told
        assert int(headers["Content-Length"]) == len(told.encode())
        assert _ask(address, "/versions/2031/1.0/page.html")[2] == page.read_text(encoding="utf-8")
    assert _ask(address, "/site/2031.html")[2] == page.read_text(encoding="utf-8")


@pytest.fixture
def address(lake):
    server = publication_server(lake, 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_report_is_served_in_utf_8_and_may_not_load_anything_from_elsewhere(address, lake):
    with urllib.request.urlopen(f"{address}/{start_page(lake / 'publication')}") as answer:
        assert "Baromètre" in answer.read().decode("utf-8")
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy, "the search is a script of the site"
    assert style_source() in policy, "a page of verification is drawn as its own policy lets it"


def test_the_server_listens_on_this_machine_only(lake):
    with publication_server(lake, 0) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_nothing_outside_the_publication_folder_is_served(address):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"{address}/../bronze.txt")
    assert error.value.code == 404


def test_a_lake_without_publication_is_refused_in_french(tmp_path):
    with pytest.raises(InputError, match="barometre run"):
        publication_server(tmp_path, 0)


def test_a_port_already_taken_is_said(lake):
    with publication_server(lake, 0) as server, pytest.raises(InputError, match="--port"):
        publication_server(lake, server.server_address[1])


def _ask(address, path, host=None):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    connection.request("GET", path, headers={"Host": host} if host else {})
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def test_the_root_opens_on_the_home_page(address):
    with urllib.request.urlopen(address) as answer:
        assert answer.url == f"{address}/site/index.html"
        assert "Baromètre" in answer.read().decode()


def test_an_address_that_leads_nowhere_is_said_in_french_with_the_way_home(address):
    status, headers, page = _ask(address, "/site/rien.html")
    assert status == 404
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Page introuvable" in page
    assert 'href="/site/index.html"' in page


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:80", 200),
        ("127.0.0.1", 200),
        ("127.0.0.1:8000", 200),
        ("ailleurs.example:80", 421),
        ("", 421),
    ],
)
def test_only_the_names_of_this_machine_are_answered(address, host, status):
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    connection.putrequest("GET", "/site/index.html", skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    assert connection.getresponse().status == status


@pytest.mark.parametrize("path", ["/lien.txt", "/dossier/bronze.txt", "/dossier/"])
def test_a_link_out_of_the_folder_is_not_followed(address, lake, path):
    (lake / "publication" / "lien.txt").symlink_to(lake / "bronze.txt")
    (lake / "publication" / "dossier").symlink_to(lake)
    status, _, page = _ask(address, path)
    assert status == 404
    assert "hors de la publication" not in page


def test_no_folder_is_listed_once_there_is_a_site(address, lake):
    (lake / "publication" / "2031").mkdir()
    assert _ask(address, "/2031/")[0] == 404
