"""About 140 files that want to do harm, or say what must not be here; made when they are asked for."""

from collections.abc import Callable
from functools import partial

from tests.indexmetrics.inspection import files as make

Case = tuple[str, str, Callable[[], bytes]]  # code of the refusal, name, maker
HTML = b"<!doctype html><script>alert(1)</script>"
IDENTITY = "11010519491231002X"
RELATIONS = "word/_rels/document.xml.rels"
LAUNCH = b"/OpenAction<</S/Launch/F(calc.exe)>>"


def refused() -> list[Case]:
    """Every file that must not come in, with the reason that must be told."""
    return [*_types(), *_contents(), *_polyglots(), *_pdfs(), *_archives(), *_office(), *_old_office(), *_pictures(), *_markings()]


def _types() -> list[Case]:
    endings = (
        "exe", "js", "html", "htm", "svg", "php", "jsp", "bat", "cmd", "ps1", "sh", "vbs", "lnk", "scr", "dll", "jar",
        "zip", "rar", "7z", "docm", "xlsm", "dotm", "pptm", "hta", "iso", "msi", "py", "xml", "csv", "gif", "webp", "tif", "",
        "pdf.exe", "jpg.js", "pdf ", "p\u202edf",
    )
    return [("type", f"材料.{ending}" if ending else "材料", lambda: b"MZ" + b"\0" * 100) for ending in endings
            if ending not in ("pdf ", "p\u202edf")]


def _contents() -> list[Case]:
    cases = []
    for ending in ("pdf", "jpg", "png", "docx", "xlsx", "doc", "xls", "wps", "et", "ofd"):
        for what, body in (("html", HTML), ("exe", b"MZ\x90\0" + b"\0" * 400)):
            cases.append(("content", f"{what}.{ending}", partial(bytes, body)))
        cases.append(("empty", f"empty.{ending}", bytes))
    cases += [
        ("content", "a.png", make.jpeg), ("content", "a.jpg", make.png), ("content", "a.pdf", make.docx), ("content", "a.docx", make.xlsx),
        ("content", "a.xlsx", make.docx), ("content", "a.ofd", make.docx), ("content", "b.docx", make.pdf), ("content", "c.docx", make.ole),
        ("content", "bom.pdf", lambda: b"\xef\xbb\xbf" + make.pdf()), ("content", "late.pdf", lambda: b"\n" * 20 + make.pdf()),
    ]  # fmt: skip
    return cases


def _polyglots() -> list[Case]:
    return [
        ("appended", "zip.pdf", lambda: make.pdf() + make.docx()), ("appended", "html.pdf", lambda: make.pdf() + HTML),
        ("appended", "exe.pdf", lambda: make.pdf() + b"MZ\x90\0"), ("appended", "long.pdf", lambda: make.pdf() + b"x" * 500),
        ("content", "html-first.pdf", lambda: HTML + make.pdf()), ("content", "html-first.docx", lambda: HTML + make.docx()),
        ("appended", "html.docx", lambda: make.docx() + HTML),
        ("appended", "comment.docx", lambda: make.with_parts(make.docx(), comment=HTML)),
        ("content", "picture.docx", lambda: make.jpeg() + make.docx()), ("broken", "cut.pdf", lambda: make.pdf()[:400]),
        ("broken", "cut.docx", lambda: make.docx()[:2000]), ("broken", "tail.xlsx", lambda: make.xlsx()[:-100]),
    ]


def _pdfs() -> list[Case]:
    acts = {
        "js": b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>", "launch": LAUNCH, "hex": b"/OpenAction<</S/J#61vaScript/#4aS(x)>>",
        "submit": b"/AA<</O<</S/SubmitForm/F(http://x)>>>>", "import": b"/AA<</O<</S/ImportData>>>>", "xfa": b"/AcroForm<</XFA(x)>>",
        "media": b"/X<</Subtype/RichMedia>>", "movie": b"/X<</Subtype/Movie>>", "rendition": b"/X<</S/Rendition>>",
        "names": b"/Names<</JavaScript 3 0 R>>", "goto": b"/X<</S/GoToE>>",
    }  # fmt: skip
    return [
        *(("script", f"{name}.pdf", partial(make.acting_pdf, body)) for name, body in acts.items()),
        ("script", "hidden.pdf", lambda: make.acting_pdf(b"", make.packed_objects(b"5 0 <</S/JavaScript/JS(x)>>"))),
        ("script", "hidden-launch.pdf", lambda: make.acting_pdf(b"", make.packed_objects(b"5 0 <</S/#4caunch>>"))),
        ("embedded", "inside.pdf", lambda: make.acting_pdf(b"/Names<</EmbeddedFiles 3 0 R>>")),
        ("embedded", "spec.pdf", lambda: make.acting_pdf(b"/X<</Type/Filespec/EF<</F 4 0 R>>>>")),
        ("external", "remote.pdf", lambda: make.acting_pdf(b"/OpenAction<</S/GoToR/F(\\\\\\\\host\\\\x)>>")),
        ("encrypted", "locked.pdf", lambda: make.acting_pdf(b"", b"8 0 obj<</Filter/Standard>>endobj trailer<</Encrypt 8 0 R>>")),
        ("virus", "eicar.pdf", lambda: b"%PDF-1.4\n" + make.EICAR + make.pdf()),
    ]


def _archives() -> list[Case]:
    add = make.with_parts
    bomb = ("word/media/a.xml", b"\0" * (30 * 1024**2))
    return [
        ("bomb", "bomb.docx", lambda: add(make.docx(), bomb)), ("bomb", "bomb.xlsx", lambda: add(make.xlsx(), bomb)),
        ("bomb", "bomb.ofd", lambda: add(make.ofd(), bomb)),
        ("bomb", "wide.docx", lambda: add(make.docx(), *((f"word/media/{n}.bin", bytes(1000_000)) for n in range(110)))),
        ("broken", "lying.docx", lambda: make.lying(add(make.docx(), ("word/media/b.bin", bytes(777_777))), "word/media/b.bin", 7)),
        ("too_many_parts", "many.docx", lambda: add(make.docx(), *((f"word/media/{n}", b"") for n in range(2001)))),
        ("link", "link.docx", lambda: make.with_link(make.docx())), ("broken", "twice.docx", lambda: make.twice(make.docx(), "word/document.xml")),
        ("encrypted", "locked.docx", lambda: make.locked(make.docx())), ("encrypted", "locked.xlsx", lambda: make.locked(make.xlsx())),
        *(("bad_name", f"slip{n}.docx", partial(lambda name: add(make.docx(), (name, b"x")), name)) for n, name in enumerate((
            "../../evil.xml", "/etc/cron.d/evil", "..\\..\\evil.xml", "C:\\evil.xml", "word/../../evil.xml", "word/a\nb.xml"))),
        *(("embedded", f"nested{n}.docx", partial(lambda body: add(make.docx(), ("word/media/image9.bin", body)), body)) for n, body in enumerate((
            b"PK\x03\x04" + b"x" * 90, b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\0", b"BZh91AY", b"MZ\x90\0", b"\x7fELF\2",
            b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))),
        ("virus", "eicar.docx", lambda: add(make.docx(), ("word/media/image9.bin", make.EICAR))),
        ("virus", "eicar-late.docx", lambda: add(make.docx(), ("word/media/image9.bin", b"\1\2" * 131_060 + make.EICAR))),
        ("virus", "eicar.ofd", lambda: add(make.ofd(), ("Doc_0/Res/x.bin", make.EICAR))),
    ]


def _office() -> list[Case]:
    add = make.with_parts
    parts = {
        "macro": ("word/vbaProject.bin", "word/vbaData.xml", "xl/macrosheets/sheet1.xml"),
        "embedded": ("word/activeX/activeX1.xml", "word/embeddings/oleObject1.bin", "word/afchunk.htm", "xl/ctrlProps/ctrlProp1.xml"),
        "external": ("xl/externalLinks/externalLink1.xml", "xl/connections.xml", "xl/queryTables/queryTable1.xml"),
        "script": ("customUI/customUI.xml", "word/media/a.svg", "word/a.html", "word/a.js", "word/a.exe"),
    }
    cases = [
        (code, f"{code}{n}.{'xlsx' if name.startswith('xl') else 'docx'}",
         partial(lambda name: add(make.xlsx() if name.startswith("xl") else make.docx(), (name, b"<x/>")), name))
        for code, names in parts.items() for n, name in enumerate(names)
    ]

    def relation(kind: str) -> Callable[[bytes], bytes]:
        row = f'<Relationship Id="r99" Type="http://x/{kind}" Target="http://10.0.0.1/a" TargetMode="External"/></Relationships>'
        return lambda body: body.replace(b"</Relationships>", row.encode())

    for kind in ("attachedTemplate", "image", "oleObject", "frame"):
        cases.append(("external", f"{kind}.docx", partial(
            lambda kind: add(make.docx(), change={RELATIONS: relation(kind)}), kind)))
    dtd = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    dde = b"<w:instrText>DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText></w:body>"
    return [
        *cases,
        ("entity", "entity.docx", lambda: add(make.docx(), change={"word/document.xml": lambda body: dtd + body})),
        ("entity", "entity.xlsx", lambda: add(make.xlsx(), change={"xl/workbook.xml": lambda body: dtd + body})),
        ("entity", "entity.ofd", lambda: add(make.ofd(), change={"OFD.xml": lambda body: dtd + body})),
        ("script", "dde.docx", lambda: add(make.docx(), change={"word/document.xml": lambda body: body.replace(b"</w:body>", dde)})),
        ("macro", "docm.docx", lambda: add(make.docx(), change={
            "[Content_Types].xml": lambda body: body.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")})),
    ]


def _old_office() -> list[Case]:
    return [
        *(("macro", f"{name}.{ending}", partial(make.ole, name)) for name in ("_VBA_PROJECT", "Macros", "VBA") for ending in ("doc", "xls")),
        ("embedded", "inside.doc", lambda: make.ole("\x01Ole10Native")), ("embedded", "pool.doc", lambda: make.ole("ObjectPool")),
        ("encrypted", "locked.doc", lambda: make.ole("EncryptedPackage")), ("macro", "wps.wps", lambda: make.ole("Macros")),
        ("secret", "secret.doc", lambda: make.ole("WordDocument", text="机密★一年".encode("utf-16-le"))),
    ]


def _pictures() -> list[Case]:
    return [
        ("pixels", "41mp.png", lambda: make.huge_png(41_000, 1_000)), ("pixels", "flood.png", lambda: make.huge_png(60_000, 60_000)),
        ("content", "cut.jpg", lambda: make.jpeg()[:200]), ("content", "empty.png", lambda: make.huge_png(30, 30)),
        ("content", "jpeg.png", make.jpeg), ("content", "text.jpg", lambda: b"\xff\xd8\xff" + HTML),
    ]


def _markings() -> list[Case]:
    texts = ("绝密★", "机密★一年", "秘密 ★ 6个月", "【机密】", "（绝密）", "秘密")
    return [
        *(("secret", f"文件{n}.docx", partial(make.docx, "关于工作的通知", text)) for n, text in enumerate(texts)),
        ("secret", "a.xlsx", lambda: make.xlsx(("机密★",))), ("secret", "a.ofd", lambda: make.ofd("秘密★")),
        *(("secret", name, make.pdf) for name in ("绝密★方案.pdf", "【机密】名单.pdf", "（秘密）通报.pdf", "绝密.pdf")),
        ("secret", "title.pdf", lambda: make.acting_pdf(b"", b"7 0 obj<</Title(\xfe\xff" + "机密★".encode("utf-16-be") + b")>>endobj")),
        ("identity", "a.docx", lambda: make.docx(f"身份证号：{IDENTITY}")), ("identity", "b.xlsx", lambda: make.xlsx(("证号", IDENTITY))),
        ("identity", f"{IDENTITY}.pdf", make.pdf),
    ]
