"""Settings, read from the environment and `.env`. design.md 8 lists them all."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ

from config.picture_storage import picture_origins, picture_storage, private_storage
from config.requirements import port_of, problems
from config.vault import razorpay_keys

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))


def _secret(name: str) -> str:
    """A secret without the blanks and line ends that copying adds."""
    return str(env.str(name, default="")).strip()


def _secrets(name: str) -> list[str]:
    """Several, with commas between them."""
    return [part.strip() for part in _secret(name).split(",") if part.strip()]


# --- The process -------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = _secrets(
    "SECRET_KEY_FALLBACKS"
)  # they sign nothing; what they signed counts
DIGEST_KEY = _secret("DIGEST_KEY") or SECRET_KEY  # of what is found again by it: `config/keyed.py`
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname or ""])
TRUSTED_HOPS = max(1, env.int("TRUSTED_HOPS", default=1))  # of ours, in X-Forwarded-For
IS_HTTPS = SITE_URL.startswith("https://")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DATABASES: dict[str, dict[str, str]] = {}  # DynamoDB holds everything; there is no SQL anywhere

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "config",
    "catalog",
    "customers",
    "orders",
    "shipping",
    "payments",
]

MIDDLEWARE = [
    "config.metrics_middleware.CountingMiddleware",
    "config.middleware.RequestIdMiddleware",
    "config.page_cache.PageCacheMiddleware",
    # Outside of all that may answer early: files, limits, redirects, errors.
    "config.answer_headers.ContentPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.answer_headers.ResourcePolicyMiddleware",
    "config.charset.CharsetMiddleware",
    "config.plain_http.PlainHttpMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.BodyLimitMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "config.probes.ProbeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "customers.middleware.StaffMiddleware",
    "customers.middleware.ShopperMiddleware",
    "orders.middleware.HeadMiddleware",
    "orders.middleware.CartMiddleware",
    "config.middleware.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "config.context.shop",
                "orders.context.cart",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ]
            if not DEBUG
            else ["django.template.loaders.filesystem.Loader"],
            "builtins": ["config.templatetags.shop"],
            "libraries": {"lucide": "config.templatetags.icons"},
        },
    }
]

# --- The shop ----------------------------------------------------------------------------------
SHOP_NAME = env.str("SHOP_NAME", default="Third Ball")
SHOP_LEGAL_NAME = env.str("SHOP_LEGAL_NAME", default=SHOP_NAME)
SHOP_ADDRESS = env.str("SHOP_ADDRESS", default="")
SHOP_GSTIN = env.str("SHOP_GSTIN", default="")
SHOP_STATE = env.str("SHOP_STATE", default="Maharashtra")
SHOP_PHONE = env.str("SHOP_PHONE", default="")
SHOP_EMAIL = env.str("SHOP_EMAIL", default="")
GRIEVANCE_OFFICER = env.str("GRIEVANCE_OFFICER", default="")
DEFAULT_SELLER_ID = env.str("DEFAULT_SELLER_ID", default="third-ball")
FRONT_END_ORIGINS = env.list("FRONT_END_ORIGINS", default=[])

# --- DynamoDB ----------------------------------------------------------------------------------
AWS_REGION = env.str("AWS_REGION", default="ap-south-1")
DYNAMODB_ENDPOINT = env.str("DYNAMODB_ENDPOINT", default="") or None
DYNAMODB_TABLE_PREFIX = env.str("DYNAMODB_TABLE_PREFIX", default="table-tennis-")
DYNAMODB_READ_SECONDS = 3  # how long an answer is waited for
ENGINE_PORT = port_of("ENGINE_PORT", env.str("ENGINE_PORT", default="4566"))
SANDBOX_PORT = port_of("SANDBOX_PORT", env.str("SANDBOX_PORT", default="8001"))

SHELF_REFRESH_SECONDS = 3  # how often a process asks whether its copy of the catalogue is old
PAGE_CACHE_SECONDS = 5  # how long a process keeps a finished public page; 0 for not at all

# --- Razorpay and Shiprocket -------------------------------------------------------------------
RAZORPAY_KEY_ID, RAZORPAY_KEY_SECRET = razorpay_keys(
    _secret("RAZORPAY_KEY_ID"),
    _secret("RAZORPAY_KEY_SECRET"),
    secret_name=env.str("RAZORPAY_SECRET_NAME", default=""),
    region=AWS_REGION,
)
RAZORPAY_WEBHOOK_SECRETS = _secrets("RAZORPAY_WEBHOOK_SECRET")
RAZORPAY_BASE_URL = env.str("RAZORPAY_BASE_URL", default="https://api.razorpay.com")
RAZORPAY_CHECKOUT_URL = env.str(
    "RAZORPAY_CHECKOUT_URL", default="https://checkout.razorpay.com/v1/checkout.js"
)
SHIPROCKET_EMAIL = env.str("SHIPROCKET_EMAIL", default="")
SHIPROCKET_PASSWORD = _secret("SHIPROCKET_PASSWORD")
SHIPROCKET_WEBHOOK_TOKEN = _secret("SHIPROCKET_WEBHOOK_TOKEN")
SHIPROCKET_OLDER_TOKEN = _secret("SHIPROCKET_OLDER_TOKEN")  # taken too, while it is replaced
SHIPROCKET_BASE_URL = env.str(
    "SHIPROCKET_BASE_URL", default="https://apiv2.shiprocket.in/v1/external"
)
SHIPROCKET_PICKUP_LOCATION = env.str("SHIPROCKET_PICKUP_LOCATION", default="Pune Warehouse")

# --- Mail --------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10  # seconds; the worker tries again. One page waits: the one that asks for a code
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"{SHOP_NAME} <{SHOP_EMAIL or 'shop@localhost'}>"

# --- Pages -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "Asia/Kolkata"  # of what people read; the tables keep UTC
USE_TZ = True
USE_I18N = False
APPEND_SLASH = False
FORM_RENDERER = "config.form_renderer.PlainFields"
MESSAGE_STORAGE = "config.told_once.ToldOnce"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
USUAL_BODY = 64 * 1024  # bytes that a page takes; `config/uploads.py` says which take more
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # of those, what is no file
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a product with sixty variants has some 700

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", VAR_DIR / "build"]  # build: the font cut at set-up
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "npm.finders.NpmFinder",
]
NPM_ROOT_PATH = str(BASE_DIR)
NPM_STATIC_FILES_PREFIX = "npm"
NPM_FILE_PATTERNS = {"@tabler/core": ["dist/css/tabler.min.css*"]}
STORAGES = {
    "default": private_storage(  # what people send us
        bucket=env.str("FILES_BUCKET", default=""),
        folder=env.str("FILES_DIR", default="") or str(VAR_DIR / "files"),
        region=AWS_REGION,
    ),
    "pictures": picture_storage(  # of products; anybody may see them, `catalog/photos.py`
        bucket=env.str("MEDIA_BUCKET", default=""),
        domain=env.str("MEDIA_DOMAIN", default=""),
        folder=env.str("MEDIA_DIR", default="") or str(VAR_DIR / "media"),
        region=AWS_REGION,
    ),
    "staticfiles": {"BACKEND": "config.storage.ModuleManifestStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our pages load them, no other site's

# --- Security ----------------------------------------------------------------------------------
_prefix = "__Host-" if IS_HTTPS else ""
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CART_COOKIE_NAME = f"{_prefix}cart"
HEAD_COOKIE_NAME = f"{_prefix}head"  # what the head of a page shows of both; scripts read it
MESSAGES_COOKIE_NAME = f"{_prefix}messages"
PLACED_COOKIE_NAME = f"{_prefix}placed"
STAFF_COOKIE_NAME = f"{_prefix}staff"
SHOPPER_COOKIE_NAME = f"{_prefix}shopper"
SIGNING_IN_COOKIE_NAME = f"{_prefix}signing-in"  # between asking for a code and typing it
STAFF_CODE_COOKIE_NAME = f"{_prefix}staff-code"  # between the password and the code
KNOWN_COOKIE_NAME = f"{_prefix}known"  # who signed in here before
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
METRICS_TOKEN = _secret("METRICS_TOKEN")  # empty: /metrics is read on this machine only
WORKER_METRICS_PORT = env.int("WORKER_METRICS_PORT", default=0)  # of 127.0.0.1; 0: none
PASSWORD_HASHERS = ["customers.passwords.Argon2id"]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


_razorpay = sorted({_origin(RAZORPAY_CHECKOUT_URL), _origin(RAZORPAY_BASE_URL)})
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "object-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *picture_origins(STORAGES["pictures"])],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
# Only the page on which the shopper pays may load Razorpay's script (razorpay.md 3, 6).
PAY_PAGE_POLICY = {
    "script-src": _razorpay,
    "frame-src": _razorpay,
    "connect-src": [*_razorpay, "https://lumberjack.razorpay.com"],
    "img-src": _razorpay,
}
_UNUSED = (
    *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation"),
    *("gyroscope", "hid", "magnetometer", "microphone", "midi", "serial", "usb"),
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = {"payment": ["self", *_razorpay], **{name: [] for name in _UNUSED}}

LOG_FORMAT = env.str("LOG_FORMAT", default="") or ("json" if IS_HTTPS else "lines")
SENTRY_DSN = _secret("SENTRY_DSN")  # empty: nobody is told of errors but the log
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"about": {"()": "config.logs.AboutFilter"}},
    "formatters": {
        "lines": {
            "()": "config.logs.LineFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
        },
        "json": {"()": "config.logs.JsonFormatter"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["about"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"propagate": True},
        "botocore": {"level": "WARNING"},
        "pynamodb": {"level": "WARNING"},
        "pyBarcode": {"level": "WARNING"},  # it says at each start that it cannot draw JPEGs
    },
}

if _problems := problems(
    site_url=SITE_URL,
    email_url=env.str("EMAIL_URL", default=""),
    dynamodb_endpoint=DYNAMODB_ENDPOINT or "",
    secret_key=SECRET_KEY,
    razorpay_key_id=RAZORPAY_KEY_ID,
    razorpay_key_secret=RAZORPAY_KEY_SECRET,
    razorpay_webhook_secrets=RAZORPAY_WEBHOOK_SECRETS,
    razorpay_base_url=RAZORPAY_BASE_URL,
    razorpay_checkout_url=RAZORPAY_CHECKOUT_URL,
    shiprocket_email=SHIPROCKET_EMAIL,
    shiprocket_password=SHIPROCKET_PASSWORD,
    shiprocket_webhook_token=SHIPROCKET_WEBHOOK_TOKEN,
    shiprocket_base_url=SHIPROCKET_BASE_URL,
    is_debugging=DEBUG,
    older_keys=SECRET_KEY_FALLBACKS,
    digest_key=_secret("DIGEST_KEY"),
):
    sys.exit("\n".join(_problems))
