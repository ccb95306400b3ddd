"""The shop that is published."""

from functools import cached_property
from typing import TYPE_CHECKING

from firstcontact.services.configured import SCRATCH, Configured
from firstcontact.shop.ports import ArticlePages
from firstcontact.shop.published import PublishedShop

if TYPE_CHECKING:
    from firstcontact.adapters.aws.published import Published


class ShopServices(Configured):
    """Who the shop is, what its policy allows and how it words its sentences; a newer version is used within 30 s."""

    @property
    def shop(self) -> PublishedShop:
        return self._shop.latest()

    @cached_property
    def _shop(self) -> "Published[PublishedShop]":
        from firstcontact.adapters.aws.objects import SHOP_KEY
        from firstcontact.adapters.aws.published import Published
        from firstcontact.adapters.shop_file import read_shop

        return Published((self.settings.need("knowledge_bucket"), SHOP_KEY), SCRATCH, read_shop, self.meter)

    @cached_property
    def article_pages(self) -> ArticlePages:
        from firstcontact.adapters.aws.article_pages import S3ArticlePages

        return S3ArticlePages(self.settings.need("knowledge_bucket"), self.meter)
