"""Static files under names with their own hash, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStorage(ManifestStaticFilesStorage):
    """Hashed names; vendor source maps are not shipped, so references to them stay as they are."""

    support_js_module_import_aggregation = False
    # Only url() and @import of style sheets are followed: a map is for developers, not for pages.
    patterns = (
        ("*.css", (r"""(?P<matched>url\((?P<quote>['"]{0,1})\s*(?P<url>.*?)["']{0,1}\))""",)),
    )
