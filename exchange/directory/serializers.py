from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from exchange.core.serializers import LinesField, RowShape, Shape, UidField
from exchange.directory.models import Organization, OrganizationFigure, Person, Post


class FigureSerializer(RowShape):
    class Meta:
        model = OrganizationFigure
        fields = ["id", "label", "value", "is_approximate", "as_of", "source"]


class OrganizationSerializer(Shape):
    aliases = LinesField(required=False)
    parent = UidField(Organization, required=False, allow_null=True)
    figures = FigureSerializer(many=True, required=False)

    class Meta:
        model = Organization
        fields = [
            "uid", "name_ko", "name_ja", "name_en", "short_name_ko", "short_name_ja", "short_name_en", "aliases",
            "kind", "country", "parent", "founded_on", "address", "website", "figures",
        ]  # fmt: skip


class PostSerializer(RowShape):
    organization = UidField(Organization)

    class Meta:
        model = Post
        fields = ["id", "organization", "title_ko", "title_ja", "title_en", "since", "until"]


class PersonSerializer(Shape):
    aliases = LinesField(required=False)
    posts = PostSerializer(many=True, required=False)

    class Meta:
        model = Person
        fields = [
            "uid", "name_ko", "name_hanja", "name_kana", "name_latin", "aliases", "country", "email", "phone",
            "note", "posts",
        ]  # fmt: skip

    def get_fields(self):
        """Our note about a person is not shown to the person."""
        fields, by = super().get_fields(), self.context.get("by")
        if by and not by.has_perm("directory.list_people"):
            del fields["note"]
        return fields


class Confirmed(serializers.Serializer):
    """What is sent once more after the answer 409 named records that may be the same."""

    confirm_new = serializers.BooleanField(
        write_only=True,
        default=False,
        label=_("비슷한 기록이 있어도 새로 등록"),
        help_text=_("비슷한 기록이 있으면 409와 함께 그 기록들을 알립니다. 다른 대상이면 true로 다시 보내 주세요."),
    )


class NewOrganizationSerializer(Confirmed, OrganizationSerializer):
    class Meta(OrganizationSerializer.Meta):
        fields = [*OrganizationSerializer.Meta.fields, "confirm_new"]


class NewPersonSerializer(Confirmed, PersonSerializer):
    class Meta(PersonSerializer.Meta):
        fields = [*PersonSerializer.Meta.fields, "confirm_new"]


class SimilarRecordSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    name = serializers.CharField()
    reason = serializers.CharField()


class SimilarSerializer(serializers.Serializer):
    """Nothing was made: these may be the same. Use one of them, or send `confirm_new`."""

    detail = serializers.CharField()
    similar = SimilarRecordSerializer(many=True)


class MergedSerializer(serializers.Serializer):
    """The record was merged into another, which is named."""

    detail = serializers.CharField()
    kept = serializers.UUIDField()
