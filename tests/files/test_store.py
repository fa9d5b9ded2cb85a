import io
import zipfile
from datetime import date

import pytest

from jiangxin.files import content as store
from jiangxin.files import errors, queries, services
from jiangxin.files.models import StoredFile
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor

CLERK = Actor(key="user:1")
PDF = b"%PDF-1.7\n..."


@pytest.fixture(autouse=True)
def _own_folder(db, settings, tmp_path):
    settings.DATA = tmp_path


def office(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_store_file_keeps_content_under_its_digest(tmp_path):
    with clock.at(date(2024, 9, 12)):
        row = services.store_file(actor=CLERK, content=PDF, name="C:\\证书\\王伟.pdf")

    assert (row.type, row.size, row.name, row.by) == ("application/pdf", len(PDF), "王伟.pdf", "user:1")
    assert files(tmp_path) == [tmp_path / "files" / row.hash[:2] / row.hash[2:]]
    assert queries.read_file(row.pk) == PDF


def test_equal_content_lies_on_disk_once(tmp_path, django_capture_on_commit_callbacks):
    one = services.store_file(actor=CLERK, content=PDF, name="a.pdf")
    two = services.store_file(actor=CLERK, content=PDF, name="b.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_file(actor=CLERK, file_id=one.pk)
    left = queries.read_file(two.pk)
    with django_capture_on_commit_callbacks(execute=True):
        services.erase_file(actor=CLERK, file_id=two.pk)

    assert (left, files(tmp_path), StoredFile.objects.count()) == (PDF, [], 0)


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"\x89PNG\r\n\x1a\n..", "a.pdf", "image/png"),
        (b"\xff\xd8\xff\xe0..", "a", "image/jpeg"),
        (b"RIFF....WEBPVP8 ", "a", "image/webp"),
        (office("[Content_Types].xml", "xl/workbook.xml"), "a", store._EXCEL),
        (office("[Content_Types].xml", "word/document.xml"), "a", store._WORD),
        (office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "a", None),
        (office("a.exe"), "a.xlsx", None),
        ("姓名,单位\n".encode("gb18030"), "a.csv", "text/csv"),
        ("姓名".encode(), "a.txt", "text/plain"),
        (b'{"a": 1}', "a.json", "application/json"),
        (b"{", "a.json", None),
        (b"<svg onload=x>", "a.png", None),
        (b"  <!doctype html>", "a.txt", None),
        (b"MZ\x90\x00\x03", "a.pdf", None),
    ],
)
def test_sniff_goes_by_content(content, name, found):
    assert store.sniff(content, name) == found


@pytest.mark.parametrize(
    ("content", "most", "refusal"),
    [(b"", 100, errors.FileEmpty), (PDF, 5, errors.FileTooLarge), (b"MZ\x90\x00", 100, errors.FileTypeRefused)],
    ids=["empty", "too large", "a program"],
)
def test_store_file_refused_leaves_nothing(tmp_path, content, most, refusal):
    with pytest.raises(refusal):
        services.store_file(actor=CLERK, content=content, name="a.pdf", most=most)

    assert (files(tmp_path), StoredFile.objects.count()) == ([], 0)


def test_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "files").write_text("in the way")

    with pytest.raises(errors.StoreFull) as caught:
        services.store_file(actor=CLERK, content=PDF, name="a.pdf")

    assert caught.value.message == "文件没有存下（Not a directory）；请腾出磁盘空间，或检查数据目录能否写入，再试一次。"
    assert StoredFile.objects.count() == 0


def test_changed_and_missing_content_is_refused():
    row = services.store_file(actor=CLERK, content=PDF, name="a.pdf")

    store.place(row.hash).write_bytes(b"%PDF-9")
    with pytest.raises(errors.FileDamaged):
        queries.read_file(row.pk)
    store.drop(row.hash)
    with pytest.raises(errors.FileMissing):
        queries.read_file(row.pk)
    with pytest.raises(errors.FileMissing):
        queries.read_file(0)
