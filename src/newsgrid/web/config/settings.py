"""Django's settings, from newsgrid's own (`newsgrid.settings`); nothing here is for the operator to edit."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsgrid.settings import Settings
from newsgrid.web.config import current
from newsgrid.web.config.database import database
from newsgrid.web.config.secret import read_secret

NEWSGRID: Settings = current()
"""All of newsgrid's settings, for views: `django.conf.settings.NEWSGRID.site.title`."""

_web = Path(__file__).resolve().parent.parent
_base = urlsplit(NEWSGRID.site.base_url)
_listen_host = NEWSGRID.site.listen.rpartition(":")[0].strip("[]")

DEBUG = NEWSGRID.site.debug
# Without a kept key (a type checker, a test) one for this process alone is enough; `setup()` makes the lasting one.
SECRET_KEY = NEWSGRID.site.secret_key or read_secret(NEWSGRID.store.data_dir) or secrets.token_urlsafe(50)
ALLOWED_HOSTS = sorted(
    {"localhost", "127.0.0.1", "[::1]", *NEWSGRID.site.allowed_hosts}
    | ({_base.hostname} if _base.hostname else set())
    | ({_listen_host} if _listen_host not in ("", "0.0.0.0", "::") else set())  # noqa: S104
)

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "newsgrid.web.catalog",
]
MIDDLEWARE = [
    "newsgrid.web.pages.cache.AnswerCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "newsgrid.web.config.headers.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "newsgrid.web.pages.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "newsgrid.web.config.urls"
WSGI_APPLICATION = "newsgrid.web.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_web / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsgrid.web.pages.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "newsgrid.web.pages.tags",
            ],
        },
    },
]

DATABASES = {"default": database(NEWSGRID.store)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

LANGUAGE_CODE = NEWSGRID.site.default_language
LANGUAGES = [("en", "English"), ("th", "ไทย"), ("ar", "العربية")]
LOCALE_PATHS = [_web / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Nothing is collected (see below), so there is no folder to collect into.
STATIC_ROOT = None
STATICFILES_DIRS = [folder for folder in [_web / "static"] if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "newsgrid.web.config.assets.HashedAssets"},
}
# Straight from the packages, so that a first start needs no collecting; addresses carry a hash, so they may be kept.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 0 if DEBUG else 30 * 86400

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _base.scheme == "https"
CSRF_TRUSTED_ORIGINS = [f"{_base.scheme}://{_base.netloc}"] if _base.netloc else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Scanners ask for hosts that are not ours all day; they get their 400, and the log is not for them to fill.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
    },
}
