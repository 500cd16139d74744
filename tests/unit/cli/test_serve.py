import threading
import urllib.error
import urllib.request

import pytest

from barometre_pipeline.cli.serve import publication_server, start_page
from barometre_pipeline.errors import InputError
from barometre_pipeline.publication.verification.look import style_source


@pytest.fixture
def lake(tmp_path):
    report = tmp_path / "publication" / "site"
    report.mkdir(parents=True)
    (report / "index.html").write_text("<h1>Baromètre</h1>", encoding="utf-8")
    (tmp_path / "bronze.txt").write_text("hors de la publication", encoding="utf-8")
    return tmp_path


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
