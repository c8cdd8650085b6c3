from django.db import models


class ConsentQuerySet(models.QuerySet):
    def given(self):
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)
