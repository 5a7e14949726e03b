"""The authors' BAGEL on the model of this repository, for tests/Srum.Benchmarks (--beside-authors).

    PYTHON beside-authors.py CHECKOUT WORK

CHECKOUT is a clone of their repository (inferencer.py, modeling/bagel, data/data_utils.py), WORK a JSON file of the
benchmark: the model's folder, threads, settings, texts with their tokens, and pictures. It answers `ready`, or
`skip: REASON` where something is missing, and then each line of the standard input (`alone`, `together`, `judge`,
`train`) with the seconds that the work took, in fp32 on the processor.

Packages that are made for graphics cards, or are missing, have stand-ins below, so that torch, numpy and Pillow are
enough: a stand-in computes what the package would, in torch. Nothing of the authors' arithmetic is replaced but
flash-attention, and bfloat16, which becomes fp32 as in the C# code that it is compared with.

It was run on github.com/ByteDance-Seed/Bagel at 056b5fd with Debian's torch 1.13 and OpenBLAS, where it draws right
pictures; not with torch 2, the packages themselves, or a graphics card.
"""
import contextlib
import importlib
import json
import logging
import os
import struct
import sys
import time
import types

LAYOUT = ["inferencer.py", "modeling/bagel/bagel.py", "modeling/autoencoder.py", "data/data_utils.py"]
DTYPES = {"F32": "float32", "BF16": "bfloat16", "F16": "float16"}


def skip(reason):
    print(f"skip: {reason}", flush=True)
    sys.exit(0)


def need(checkout):
    """torch, where everything that has no stand-in is there."""
    missing = [name for name in LAYOUT if not os.path.exists(os.path.join(checkout, name))]
    if missing:
        skip(f"{checkout} is no checkout of the authors' repository: it has no {missing[0]}")
    for name in ("numpy", "PIL", "torch"):
        try:
            importlib.import_module(name)
        except ImportError as fault:
            skip(f"this Python has no {name} ({fault})")
    import torch
    return torch


def is_there(name):
    try:
        importlib.import_module(name)
        return True
    except ImportError:
        return False


class StandIn(types.ModuleType):
    """A module whose names are empty classes unless something better was put there."""

    def __init__(self, name, **given):
        super().__init__(name)
        self.__path__ = []
        self.__dict__.update(given)
        sys.modules[name] = self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (), {"__init__": lambda self, *a, **k: None})
        setattr(self, name, made)
        return made


def attention(torch, q, k, v, mask=None):
    """softmax(q kᵀ / √width + mask) v over the last two axes."""
    scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
    return torch.softmax(scores if mask is None else scores + mask, dim=-1) @ v


def varlen_attention(torch):
    """flash-attention's packed form: rows (rows, heads, width), sequences by their cumulative lengths."""
    dot = getattr(torch.nn.functional, "scaled_dot_product_attention")

    def apply(q, k, v, cu_seqlens_q, cu_seqlens_k, max_seqlen_q, max_seqlen_k, causal=False):
        repeat = q.shape[1] // k.shape[1]
        done = []
        for i in range(len(cu_seqlens_q) - 1):
            rows = q[cu_seqlens_q[i]:cu_seqlens_q[i + 1]].transpose(0, 1)
            keys, values = (
                x[cu_seqlens_k[i]:cu_seqlens_k[i + 1]].transpose(0, 1).repeat_interleave(repeat, 0) for x in (k, v))
            mask = None
            if causal and rows.shape[1] > 1:
                seen = torch.ones(rows.shape[1], keys.shape[1], dtype=torch.bool)
                seen = seen.tril(keys.shape[1] - rows.shape[1])
                mask = torch.zeros(seen.shape).masked_fill(~seen, float("-inf"))
            done.append(dot(rows[None], keys[None], values[None], mask)[0].transpose(0, 1))
        return torch.cat(done)

    return apply


def rearranged(torch):
    """The two rearrangements of the authors' autoencoder."""
    def apply(x, pattern, h=0, w=0, **_):
        if pattern == "b c h w -> b 1 (h w) c":
            return x.flatten(2).transpose(1, 2).unsqueeze(1)
        if pattern == "b 1 (h w) c -> b c h w":
            return x.squeeze(1).transpose(1, 2).reshape(x.shape[0], x.shape[3], h, w)
        raise NotImplementedError(f"There is no stand-in for einops' '{pattern}': install einops.")

    return apply


def stand_in(torch):
    """Puts a stand-in in the place of every package that is missing."""
    nn = torch.nn
    if not hasattr(nn.functional, "scaled_dot_product_attention"):
        nn.functional.scaled_dot_product_attention = lambda q, k, v, mask=None: attention(torch, q, k, v, mask)
    if not hasattr(torch, "compile"):
        torch.compile = lambda function, **_: function
        torch._dynamo = types.SimpleNamespace(config=types.SimpleNamespace())
        # Before torch 2 no_grad decorated with parentheses alone.
        plain = torch.no_grad
        torch.no_grad = lambda function=None: plain() if function is None else plain()(function)
    if not is_there("torch.nn.attention.flex_attention"):
        StandIn("torch.nn.attention", sdpa_kernel=lambda **_: contextlib.nullcontext())
        sys.modules["torch.nn.attention"].SDPBackend = types.SimpleNamespace(EFFICIENT_ATTENTION=None)
        StandIn("torch.nn.attention.flex_attention", flex_attention=lambda *a, **k: None)
    else:
        # The kernel that they ask for exists on graphics cards alone.
        sys.modules["torch.nn.attention"].sdpa_kernel = lambda **_: contextlib.nullcontext()
    if not is_there("flash_attn"):
        StandIn("flash_attn", flash_attn_varlen_func=varlen_attention(torch))
    if not is_there("einops"):
        StandIn("einops", rearrange=rearranged(torch))
    if not is_there("safetensors.torch"):
        StandIn("safetensors")
        StandIn("safetensors.torch", load_file=None)
    if not is_there("tqdm"):
        StandIn("tqdm", tqdm=lambda items, **_: items)
    if not is_there("transformers"):
        transformers(torch)


def transformers(torch):
    """Configurations that hold what they are given, models that are modules, and rope's usual frequencies."""
    nn = torch.nn

    class Config:
        def __init__(self, **given):
            self.__dict__.update({"pad_token_id": None, **given})

        @classmethod
        def from_json_file(cls, path):
            with open(path, encoding="utf-8") as file:
                return cls(**json.load(file))

    class Model(nn.Module):
        def __init__(self, config, *_, **__):
            super().__init__()
            self.config = config

        def post_init(self):
            pass

    class Lazy(types.ModuleType):
        def __init__(self, name, file, _, module_spec=None):
            super().__init__(name)
            self.__path__, self.__spec__, self.__file__ = [os.path.dirname(file)], module_spec, file

    class Output:
        pass

    def frequencies(config, device=None, **_):
        width = config.hidden_size // config.num_attention_heads
        return 1.0 / config.rope_theta ** (torch.arange(0, width, 2).float() / width), 1.0

    def as_it_is(*_, **__):
        return lambda thing: thing

    def no():
        return False

    def logger(name):
        made = logging.getLogger(name)
        made.warning_once = made.warning
        return made

    StandIn("transformers")
    StandIn("transformers.configuration_utils", PretrainedConfig=Config)
    StandIn("transformers.modeling_utils", PreTrainedModel=Model)
    StandIn("transformers.activations", ACT2FN={"silu": nn.SiLU(), "gelu_pytorch_tanh": nn.GELU(approximate="tanh")})
    StandIn(
        "transformers.modeling_rope_utils", ROPE_INIT_FUNCTIONS={"default": frequencies},
        rope_config_validation=lambda config: None)
    StandIn(
        "transformers.utils", ModelOutput=Output, _LazyModule=Lazy, torch_int=int,
        OptionalDependencyNotAvailable=type("Missing", (Exception,), {}), add_start_docstrings=as_it_is,
        add_start_docstrings_to_model_forward=as_it_is, replace_return_docstrings=as_it_is,
        logging=types.SimpleNamespace(get_logger=logger), is_flash_attn_2_available=no,
        is_flash_attn_greater_or_equal_2_10=no, is_tokenizers_available=no, is_torch_available=no,
        is_sentencepiece_available=no, is_vision_available=no)
    for name in ("cache_utils", "generation", "modeling_outputs", "modeling_attn_mask_utils"):
        StandIn(f"transformers.{name}")


def weights(torch, path):
    """Tensors of a safetensors file, in fp32."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    start = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    found = {}
    for name, own in header.items():
        first, last = own["data_offsets"]
        kind = getattr(torch, DTYPES[own["dtype"]])
        size = 4 if own["dtype"] == "F32" else 2
        values = torch.frombuffer(data, dtype=kind, offset=start + first, count=(last - first) // size)
        found[name] = values.reshape(own["shape"]).float()
    return found


class Fp32Torch:
    """torch, whose bfloat16 is float32, and which casts nothing by itself."""

    def __init__(self, torch):
        self.torch, self.bfloat16 = torch, torch.float32
        self.autocast = lambda **_: contextlib.nullcontext()

    def __getattr__(self, name):
        return getattr(self.torch, name)


class Tokens:
    """The benchmark's tokens of its texts, in a tokenizer's place."""

    def __init__(self, known):
        self.known = known

    def encode(self, text):
        return self.known[text]


class Authors:
    """The authors' model with the benchmark's work."""

    def __init__(self, torch, work):
        self.torch, self.work = torch, work
        import inferencer
        from modeling import autoencoder
        from modeling.bagel import bagel, qwen2_navit, siglip_navit
        bagel.tqdm = lambda items, **_: items
        for module in (inferencer, qwen2_navit, siglip_navit):
            module.torch = Fp32Torch(torch)
        folder = work["model"]
        named = [os.path.join(folder, name) for name in ("config.json", "llm_config.json", "vit_config.json")]
        with open(named[0], encoding="utf-8") as file:
            own = json.load(file)
        with open(os.path.join(folder, "ae_config.json"), encoding="utf-8") as file:
            of_codec = autoencoder.AutoEncoderParams(**json.load(file))
        language = qwen2_navit.Qwen2Config.from_json_file(named[1])
        language.qk_norm, language.tie_word_embeddings, language.freeze_und = True, False, True
        language.layer_module = "Qwen2MoTDecoderLayer"
        vision = siglip_navit.SiglipVisionConfig.from_json_file(named[2])
        vision.rope = False
        vision.num_hidden_layers -= 1
        config = bagel.BagelConfig(
            llm_config=language, vit_config=vision, vae_config=of_codec,
            **{key: own[key] for key in (
                "visual_gen", "visual_und", "latent_patch_size", "max_latent_size", "vit_max_num_patch_per_side",
                "connector_act", "interpolate_pos")},
            timestep_shift=work["trainingShift"])
        self.model = bagel.Bagel(
            qwen2_navit.Qwen2ForCausalLM(language), siglip_navit.SiglipVisionModel(vision), config)
        self.model.vit_model.vision_model.embeddings.convert_conv2d_to_linear(vision)
        self.load(self.model, os.path.join(folder, "ema.safetensors"))
        self.codec = autoencoder.AutoEncoder(of_codec)
        self.load(self.codec, os.path.join(folder, "ae.safetensors"))
        self.model.eval()
        self.codec.eval()
        self.cache = qwen2_navit.NaiveCache
        self.mask = importlib.import_module("data.data_utils").prepare_attention_mask_per_sample
        self.tokens = Tokens(work["tokens"])
        self.inferencer = inferencer.InterleaveInferencer(
            self.model, self.codec, self.tokens, self.pixels, self.pixels, work["special"])
        with torch.no_grad():
            self.latents = self.codec.encode(torch.stack([self.pixels(rgb) for rgb in work["pictures"]]))
        self.optimizer = None

    def load(self, module, path):
        """Fixed tables may be missing from the file; anything else is a fault."""
        missing, unknown = module.load_state_dict(weights(self.torch, path), strict=False)
        lost = [name for name in missing if not name.endswith(("pos_embed", "inv_freq"))]
        if lost or unknown:
            raise ValueError(f"{path} does not fit the authors' model: missing {lost[:3]}, unknown {unknown[:3]}")

    def pixels(self, rgb):
        """(3, height, width) in [-1, 1] of a picture's bytes."""
        side = (self.work["height"], self.work["width"], 3)
        return self.torch.tensor(rgb, dtype=self.torch.float32).reshape(side).permute(2, 0, 1) / 127.5 - 1

    def alone(self):
        self.inferencer.interleave_inference(
            self.work["prompts"][:1], image_shapes=(self.work["height"], self.work["width"]),
            num_timesteps=self.work["steps"], cfg_img_scale=1.0, **self.guidance())

    def guidance(self):
        return {
            "cfg_text_scale": self.work["guidance"], "timestep_shift": self.work["shift"],
            "cfg_interval": self.work["interval"], "cfg_renorm_min": 0.0, "cfg_renorm_type": "global",
        }

    def contexts(self, texts):
        """A context of each text, packed: cache, lengths, positions."""
        cache = self.cache(self.model.config.llm_config.num_hidden_layers)
        lengths = positions = [0] * len(self.work["prompts"])
        if texts:
            given, lengths, positions = self.model.prepare_prompts(
                lengths, positions, texts, self.tokens, self.work["special"])
            cache = self.model.forward_cache_update_text(cache, **given)
        return cache, lengths, positions

    def together(self):
        model, sizes = self.model, [(self.work["height"], self.work["width"])] * len(self.work["prompts"])
        with self.torch.no_grad():
            cache, lengths, positions = self.contexts(self.work["prompts"])
            free, *without = self.contexts([])
            given = model.prepare_vae_latent(lengths, positions, sizes, self.work["special"])
            for key, value in model.prepare_vae_latent_cfg(*without, sizes).items():
                given[key.replace("cfg_", "cfg_text_", 1)] = value
            drawn = model.generate_image(
                past_key_values=cache, cfg_text_past_key_values=free, num_timesteps=self.work["steps"],
                **self.guidance(), **given)
            patch, channels = model.latent_patch_size, model.latent_channel
            rows, columns = (side // model.latent_downsample for side in sizes[0])
            latents = self.torch.stack(list(drawn)).reshape(-1, rows, columns, patch, patch, channels)
            self.codec.decode(latents.permute(0, 5, 1, 3, 2, 4).reshape(
                -1, channels, rows * patch, columns * patch))

    def judge(self):
        asked, model = self.work["question"], self.model
        context = self.inferencer.init_gen_context()
        if asked["system"] is not None:
            context = self.inferencer.update_context_text(asked["system"], context)
        # A picture that is bytes already: what is left of their preparation is pixels().
        for rgb in asked["pictures"]:
            context = self.inferencer.update_context_image(rgb, context, vae=False)
        context = self.inferencer.update_context_text(asked["text"], context)
        start = model.prepare_start_tokens(context["kv_lens"], context["ropes"], self.work["special"])
        model.generate_text(
            context["past_key_values"], max_length=asked["tokens"],
            end_token_id=self.work["special"]["eos_token_id"], **start)

    def train(self):
        if self.optimizer is None:
            trained = ("_moe_gen", "vae2llm", "llm2vae", "time_embedder")
            for name, parameter in self.model.named_parameters():
                parameter.requires_grad_(any(part in name for part in trained))
            own = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
            self.optimizer = self.torch.optim.AdamW(
                own, lr=1e-12, betas=(0.9, 0.95), eps=1e-15, weight_decay=0)
            self.trained = own
        self.model.train()
        # Their forward pass wants pictures to look at unless a model has no eyes.
        self.model.config.visual_und = False
        errors = self.model(**self.packed())["mse"]
        weighed = self.torch.full((len(errors), 1), 0.5) * errors
        (weighed.mean() + 0.5 * errors.mean()).backward()
        self.torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.model.config.visual_und = True
        self.model.eval()

    def packed(self):
        """A batch for their forward pass: each prompt, then its picture between its two frame tokens."""
        torch, special = self.torch, self.work["special"]
        rows, columns = (self.work[side] // self.model.latent_downsample for side in ("height", "width"))
        count, at = rows * columns, 0
        ids, text_at, picture_at, positions, lengths, masks = [], [], [], [], [], []
        for prompt in self.work["prompts"]:
            text = [special["bos_token_id"], *self.tokens.encode(prompt), special["eos_token_id"]]
            n = len(text)
            ids += [*text, special["start_of_image"], special["end_of_image"]]
            text_at += [*range(at, at + n + 1), at + n + 1 + count]
            picture_at += range(at + n + 1, at + n + 1 + count)
            positions += [*range(n), *[n] * (count + 2)]
            lengths.append(n + count + 2)
            masks.append(self.mask([n, count + 2], ["causal", "noise"]))
            at += lengths[-1]
        places = (torch.arange(rows)[:, None] * self.model.max_latent_size + torch.arange(columns)).flatten()
        pictures = len(lengths)
        return {
            "sequence_length": at, "packed_text_ids": torch.tensor(ids), "packed_text_indexes": torch.tensor(text_at),
            "sample_lens": lengths, "packed_position_ids": torch.tensor(positions), "nested_attention_masks": masks,
            "padded_latent": self.latents, "patchified_vae_latent_shapes": [(rows, columns)] * pictures,
            "packed_latent_position_ids": places.repeat(pictures),
            "packed_vae_token_indexes": torch.tensor(picture_at),
            "packed_timesteps": torch.randn(pictures).repeat_interleave(count),
            "mse_loss_indexes": torch.tensor(picture_at),
        }


def main(checkout, work):
    torch = need(checkout)
    with open(work, encoding="utf-8") as file:
        work = json.load(file)
    torch.set_num_threads(work["threads"])
    stand_in(torch)
    sys.path.insert(0, checkout)
    authors = Authors(torch, work)
    print("ready", flush=True)
    for line in sys.stdin:
        start = time.perf_counter()
        getattr(authors, line.strip())()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
